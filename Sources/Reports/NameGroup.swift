/// Several names in the place of one, led by the best known: `zo-sgd and 28 others`.
package enum NameGroup {
  /// The method that a reader looks for first.
  static let bestKnown = "zo-sgd"

  package static func text(_ names: [String]) -> String {
    guard let first = names.first else { return "" }
    let lead = names.contains(bestKnown) ? bestKnown : first
    let others = names.count - 1
    return others == 0 ? lead : "\(lead) and \(NumberText.counted(others, "other"))"
  }

  /// The first two names, and how many more: `agzo, forward-grad and 40 more`.
  static func beginning(_ names: [String]) -> String {
    guard names.count > 2 else { return names.joined(separator: " and ") }
    return names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
  }
}
