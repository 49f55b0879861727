/// Every figure of a result set, with ids that are file names.
package struct FigureSet: Sendable {
  package var figures: [Figure] = []

  package init(_ set: ResultSet) {
    add(Self.across(set))
    for group in set.comparable { add(Self.pareto(group)) }
    for group in set.comparableByScheme { add(Self.perScheme(group)) }
  }

  /// Over all models and tasks, and over all blocks, where there are several.
  static func across(_ set: ResultSet) -> [Figure] {
    var pareto = set.comparable.count > 1 ? ParetoFigure(over: set).figure : nil
    pareto?.id = "pareto-across"
    let ranks = set.comparableByScheme.count > 1 ? RankFigure(set: set).figure : nil
    return [pareto, ranks].compactMap { $0 }
      + BudgetGains.all(set).compactMap { BudgetFigure(gains: $0).figure }
  }

  static func pareto(_ cells: [CellResults]) -> [Figure] {
    [ParetoFigure(cells: cells).figure].compactMap { $0 }
  }

  static func perScheme(_ cells: [CellResults]) -> [Figure] {
    [
      BytesFigure(cells: cells).figure, CurveFigure(cells: cells, quantity: .loss).figure,
      CurveFigure(cells: cells, quantity: .score).figure,
    ].compactMap { $0 }
  }

  /// Names the files after what the figures show, with a number where two would be the same.
  private mutating func add(_ new: [Figure]) {
    for var figure in new {
      let name = figure.title.split(separator: ":").first.map(String.init) ?? figure.title
      let words = name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      let base = ([figure.id] + words.map(String.init)).joined(separator: "-").prefix(120)
      let taken = figures.count { $0.id == base || $0.id.hasPrefix(base + "--") }
      figure.id = taken == 0 ? String(base) : "\(base)--\(taken + 1)"
      figures.append(figure)
    }
  }
}
