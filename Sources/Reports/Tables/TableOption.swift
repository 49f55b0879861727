/// An option of a report that changes some tables and no others.
package enum TableOption: String, CaseIterable, Sendable {
  case baseline, endpoint, margin, over
  case rankUnconfirmed = "rank-unconfirmed"

  /// The tables that it changes; the page of a whole study has all of them.
  package var tables: [TableKind] {
    switch self {
    case .baseline: Self.verdicts + [.cost, .budgets, .endpoints]
    // Budgets have both endpoints; which one is chosen says of which the margin is.
    case .endpoint, .margin: Self.verdicts + [.budgets]
    case .over: Self.verdicts
    case .rankUnconfirmed: Self.verdicts + [.profile]
    }
  }

  /// Whether figures show it.
  package var isOfFigures: Bool {
    switch self {
    case .baseline, .rankUnconfirmed: true
    case .endpoint, .margin, .over: false
    }
  }

  private static let verdicts: [TableKind] = [.contrasts, .versus, .paper, .ranks]
}
