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
