import Vocabulary

extension GridDecoder {
  /// A value of its own kind; nil with a problem when it cannot be told or is missing.
  mutating func value(of node: GridNode, at place: GridPlace) -> SettingValue? {
    switch node.content {
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let text): return .text(text)
    case .plain(let text): return plain(text, at: place)
    case .sequence(let elements): return list(of: elements, at: place).map(SettingValue.list)
    case .mapping(let entries): return map(of: entries, at: place)
    case .null:
      report(place, "there is no value")
      return nil
    }
  }

  private mutating func plain(_ text: String, at place: GridPlace) -> SettingValue? {
    switch PlainScalar(text) {
    case .value(let value):
      return value
    case .nothing:
      report(place, "there is no value")
    case .unclear(let reason):
      report(place, reason)
    }
    return nil
  }

  /// All elements, or nil when one of them has a problem.
  private mutating func list(of elements: [GridNode], at place: GridPlace) -> [SettingValue]? {
    var values: [SettingValue] = []
    for (index, element) in elements.enumerated() {
      let place = place.element(index, at: element.position)
      if let value = value(of: element, at: place) { values.append(value) }
    }
    return values.count == elements.count ? values : nil
  }

  private mutating func map(of entries: [GridNode.Entry], at place: GridPlace) -> SettingValue? {
    var values: [String: SettingValue] = [:]
    for entry in entries {
      let place = place.child(entry.key, at: entry.value.position)
      if let value = value(of: entry.value, at: place) { values[entry.key] = value }
    }
    return values.count == entries.count ? .map(values) : nil
  }

  /// What a written value stands for: a list is several values, unless the setting is a list.
  mutating func candidates(
    of node: GridNode, example: SettingValue?, at place: GridPlace
  ) -> [SettingValue]? {
    guard let elements = node.elements else {
      return value(of: node, at: place).map { [$0.adapted(to: example)] }
    }
    if case .list = example, elements.isEmpty || elements.contains(where: { $0.elements == nil }) {
      return list(of: elements, at: place).map { [.list($0).adapted(to: example)] }
    }
    return list(of: elements, at: place)?.map { $0.adapted(to: example) }
  }
}
