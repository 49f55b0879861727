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
