import Vocabulary

extension ResultSet {
  /// Whether what ran under an optimizer's name was compared with its source; what is not known to
  /// be otherwise counts as such.
  func isConfirmed(_ optimizer: String) -> Bool { provenance[optimizer]?.isConfirmed ?? true }

  /// The optimizers that are here, by name.
  var optimizers: [String] { Set(cells.map(\.optimizer)).sorted() }

  /// Those that are unconfirmed, each with the reason.
  var unconfirmed: [(optimizer: String, reason: String)] {
    optimizers.compactMap { name in provenance[name]?.unconfirmed.map { (name, $0) } }
  }

  /// What enters rankings: without what is unconfirmed, unless it was asked for.
  var ranked: ResultSet {
    guard !ranksUnconfirmed else { return self }
    var set = self
    set.members = members.filter { isConfirmed($0.summary.optimizer) }
    return set
  }

  /// Whether rankings leave out something that is here.
  var hasUnranked: Bool { !ranksUnconfirmed && !unconfirmed.isEmpty }
}
