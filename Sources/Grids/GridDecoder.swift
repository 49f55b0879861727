import Foundation
import Vocabulary

/// Tree → draft: checks shapes and kinds by hand and collects every problem on the way.
struct GridDecoder {
  let vocabulary: KnownComponents
  /// The grid file's folder, against which directories are resolved; nil without a file.
  let folder: URL?
  var problems: [GridProblem] = []

  init(vocabulary: KnownComponents, folder: URL?) {
    self.vocabulary = vocabulary
    self.folder = folder
  }

  /// The draft, as far as the file can be understood.
  mutating func draft(of root: GridNode, name: String) -> GridDraft {
    var draft = GridDraft(vocabulary: vocabulary, name: name)
    guard let entries = root.entries else {
      report(
        GridPlace(path: "", position: root.position),
        "a grid file is a mapping that starts with 'zobench: 1', not \(root.kind)")
      return draft
    }
    draft.entries = entries
    readProse(into: &draft)
    for axis in Axis.allCases {
      draft.components[axis] = items(of: GridDraft.key(of: axis), in: draft)
        .compactMap { component($0.node, on: axis, at: $0.place) }
    }
    if let defaults = draft.entry("defaults") {
      draft.defaults = settings(
        of: defaults.value, at: draft.place(of: "defaults"), described: nil, expanding: false)
    }
    draft.seeds = items(of: "seeds", in: draft).compactMap { seed($0.node, at: $0.place) }
    draft.exclusions = items(of: "exclude", in: draft)
      .compactMap { exclusion($0.node, at: $0.place) }
    draft.tunes = items(of: "tune", in: draft)
      .compactMap { tune($0.node, at: $0.place, in: draft) }
    return draft
  }

  mutating func report(_ place: GridPlace, _ message: String) {
    problems.append(GridProblem(place, message))
  }

  private mutating func readProse(into draft: inout GridDraft) {
    draft.name = text("name", in: draft) ?? draft.name
    draft.question = (text("question", in: draft) ?? "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    draft.dataDirectory = text("data", in: draft).map(resolvedPath)
  }

  private mutating func text(_ key: String, in draft: GridDraft) -> String? {
    guard let entry = draft.entry(key) else { return nil }
    if let text = entry.value.text, !text.isEmpty { return text }
    let place = GridPlace(path: key, position: entry.value.position)
    report(place, "'\(key)' must be text, not \(entry.value.kind)")
    return nil
  }

  /// The elements of the list at `key`; a missing or empty key is a matter of the rules.
  private mutating func items(
    of key: String, in draft: GridDraft
  ) -> [(node: GridNode, place: GridPlace)] {
    guard let entry = draft.entry(key), !entry.value.isNull else { return [] }
    let place = GridPlace(path: key, position: entry.value.position)
    // One search needs no dash before it.
    if key == "tune", entry.value.entries != nil { return [(entry.value, place)] }
    guard let elements = entry.value.elements else {
      report(place, "'\(key)' must be a list, not \(entry.value.kind)")
      return []
    }
    guard elements.count <= GridLimits.entries else {
      report(place, "'\(key)' has more than \(GridLimits.entries) entries")
      return []
    }
    return elements.enumerated().map { index, node in
      (node, place.element(index, at: node.position))
    }
  }

  private mutating func seed(_ node: GridNode, at place: GridPlace) -> LocatedSeed? {
    guard let value = value(of: node, at: place) else { return nil }
    guard case .integer(let seed) = value else {
      report(place, "a seed must be an integer, not \(node.kind)")
      return nil
    }
    return LocatedSeed(seed: seed, place: place)
  }
}

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
