import Notation

import Vocabulary

/// Where a row stands in its file.
package struct Place: Hashable, Sendable, CustomStringConvertible {
  var file: String
  /// The line, counted from 1; nested files say it in words: `article 3, paragraph 1`.
  var line: Int
  var detail: String

  package init(file: String, line: Int, detail: String = "") {
    self.file = file
    self.line = line
    self.detail = detail
  }

  package var description: String {
    detail.isEmpty ? "\(file):\(line)" : "\(file): \(detail)"
  }
}

/// One row of a data file: its fields by name.
package struct Record: Hashable, Sendable {
  package var place: Place
  package var fields: [String: FieldValue]

  package init(place: Place, fields: [String: FieldValue]) {
    self.place = place
    self.fields = fields
  }

  /// The field called `path`; dots lead into mappings: `target.span1_text`.
  subscript(path: String) -> FieldValue? {
    if let value = fields[path] { return value == .none ? nil : value }
    let parts = path.split(separator: ".").map(String.init)
    guard parts.count > 1, let root = fields[parts[0]] else { return nil }
    return parts.dropFirst().reduce(root) { value, key in
      guard case .map(let members)? = value else { return nil }
      return members[key]
    }
  }

  /// The first field of `names` that the row has.
  ///
  /// - Throws: a problem that lists the names when it has none.
  func value(_ names: [String]) throws(InputProblem) -> FieldValue {
    for name in names {
      if let value = self[name] { return value }
    }
    let list = names.map { "'\($0)'" }.joined(separator: " or ")
    throw InputProblem(at: place.description, "has no field \(list)")
  }
}

/// A field of a row as a data file has it.
package enum FieldValue: Hashable, Sendable {
  case none
  case text(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case list([FieldValue])
  case map([String: FieldValue])
}

extension FieldValue {
  /// What a data file in JSON has; a number without a fraction is whole however it is written.
  init(_ value: JSON) {
    switch value {
    case .null: self = .none
    case .bool(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .real(let value): self = Int(exactly: value).map { .integer($0) } ?? .number(value)
    case .string(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
    case .array(let values): self = .list(values.map(FieldValue.init))
    case .object(let members): self = .map(Self.fields(members))
    }
  }

  /// Members of an object, by their names.
  static func fields(_ members: [JSON.Member]) -> [String: FieldValue] {
    Dictionary(
      members.map { (String(decoding: $0.key, as: UTF8.self), FieldValue($0.value)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension FieldValue {
  /// What labels are compared with and templates show: `1`, `true`, the text itself.
  ///
  /// A list stands for its first element; nothing, a mapping and an empty list have no text.
  var text: String? {
    switch self {
    case .text(let value): value
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): value ? "true" : "false"
    case .list(let values): values.first?.text
    case .none, .map: nil
    }
  }

  /// The texts of a list; a single text is a list of one.
  var texts: [String]? {
    switch self {
    case .list(let values):
      let texts = values.compactMap(\.text)
      return texts.count == values.count ? texts : nil
    case .text(let value): return [value]
    case .none, .integer, .number, .boolean, .map: return nil
    }
  }
}

/// The fields that a task reads: for each, the names that it may have in a file.
struct FieldNeeds {
  /// Each group is one field; the first name that a row has counts.
  var groups: [[String]]
  /// Whether columns that no field reads are kept, too.
  var keepsAll = false

  /// The columns of `names` that may be of use; others are not kept.
  func kept(of names: [String]) -> Set<String> {
    keepsAll
      ? Set(names) : Set(groups.joined().map { String($0.prefix { $0 != "." }) })
  }

  /// The groups of which `names` has none.
  func missing(in names: [String]) -> [[String]] {
    groups.filter { group in
      !group.contains { names.contains(String($0.prefix { $0 != "." })) }
    }
  }

  /// `'sentence' or 'text', 'label'`.
  var description: String { Self.list(groups) }

  static func list(_ groups: [[String]]) -> String {
    groups.map { $0.map { "'\($0)'" }.joined(separator: " or ") }.joined(separator: ", ")
  }
}
