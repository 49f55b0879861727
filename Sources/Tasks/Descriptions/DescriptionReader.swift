import Vocabulary

/// Takes the parts of a written value one by one and collects every mistake on the way.
struct DescriptionReader {
  private(set) var problems: [ValueProblem] = []

  /// A part and the way to it; nil content where it was left out.
  struct Part {
    var content: SettingValue?
    var path: String
  }

  mutating func report(_ path: String, _ message: String) {
    problems.append(ValueProblem(path, message))
  }

  /// The members of a mapping with these keys at most; nil when it is none or was left out.
  mutating func members(
    _ part: Part, required: [String] = [], optional: [String] = []
  ) -> [String: SettingValue]? {
    guard let content = part.content else { return nil }
    guard case .map(let members) = content else {
      report(
        part.path, "must be a mapping with \(Self.listed(required + optional)), not \(content.kind)"
      )
      return nil
    }
    let keys = required + optional
    for key in members.keys.sorted() where !keys.contains(key) {
      report(
        ValueProblem.path(part.path, key),
        "there is no key '\(key)'; "
          + (didYouMean(key, among: keys) ?? "there are \(Self.listed(keys))"))
    }
    for key in required where members[key] == nil {
      report(part.path, "'\(key)' is missing")
    }
    return members
  }

  mutating func text(_ part: Part) -> String? {
    switch part.content {
    case .text(let text): return text
    case nil: return nil
    case .map where part.path.hasPrefix("prompt"):
      report(part.path, "must be text, not a mapping; a text with braces is quoted")
    case .some(let other): report(part.path, "must be text, not \(other.kind)")
    }
    return nil
  }

  /// A text, or a number or a truth value as data write it.
  mutating func spelling(_ part: Part) -> String? {
    switch part.content {
    case .integer, .number, .boolean: part.content?.description
    default: text(part)
    }
  }

  /// One text or a list of texts.
  mutating func texts(_ part: Part) -> [String]? {
    guard case .list? = part.content else { return text(part).map { [$0] } }
    return elements(part) { reader, part in reader.text(part) }
  }

  /// A whole number of at least `least`.
  mutating func count(_ part: Part, least: Int) -> Int? {
    guard let content = part.content else { return nil }
    guard case .integer(let count) = content, count >= least, count <= 1 << 31 else {
      report(part.path, "must be an integer from \(least) to \(1 << 31), not \(content)")
      return nil
    }
    return count
  }

  /// One of the names of an enumeration.
  mutating func choice<Value: RawRepresentable<String>>(
    _ part: Part, of values: [Value]
  ) -> Value? {
    guard let name = text(part) else { return nil }
    if let value = values.first(where: { $0.rawValue == name }) { return value }
    report(
      part.path, "'\(name.prefix(40))' must be one of \(Self.listed(values.map(\.rawValue)))")
    return nil
  }

  /// All elements of a list; nil when it is none, is empty, or was left out.
  mutating func elements<Element>(
    _ part: Part, _ read: (inout DescriptionReader, Part) -> Element?
  ) -> [Element]? {
    guard let content = part.content else { return nil }
    guard case .list(let values) = content, !values.isEmpty else {
      report(part.path, "must be a list of at least one element")
      return nil
    }
    var elements: [Element] = []
    for (index, value) in values.enumerated() {
      let part = Part(content: value, path: "\(part.path)[\(index)]")
      if let element = read(&self, part) { elements.append(element) }
    }
    return elements.count == values.count ? elements : nil
  }

  private static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension [String: SettingValue] {
  /// The member `key` of the mapping at `path`.
  func part(_ key: String, of path: String) -> DescriptionReader.Part {
    DescriptionReader.Part(content: self[key], path: ValueProblem.path(path, key))
  }
}
