import Vocabulary

/// What stands behind a table's numbers: seeds, test examples, resolution, exactness of forecasts.
struct Footer {
  var lines: [String] { facts + health }
  /// Without what was found about the health of trials.
  let facts: [String]
  private let health: [String]

  init(_ set: ResultSet) {
    guard !set.cells.isEmpty else {
      (facts, health) = (["No results."], [])
      return
    }
    facts = Self.facts(set.cells) + [Self.forecasts(set), Self.unconfirmed(set)].compactMap { $0 }
    health = Self.health(set)
  }

  private static let mark = "Warning: "

  /// How many cells with a finding of one kind are named one by one.
  private static let mostNamed = 6

  /// A line per cell and kind of finding; where many cells have one, a line for all.
  private static func health(_ set: ResultSet) -> [String] {
    HealthFinding.Kind.allCases.flatMap { kind in
      let found = set.cells.flatMap { cell in
        cell.findings.filter { $0.kind == kind }.map { (cell, $0) }
      }
      guard let first = found.first, found.count > mostNamed else {
        return found.map { line($0.0, $0.1) }
      }
      return [
        "\(mark)\(found.count) cells have a trial with \(HealthText.title(of: kind)) ('zobench "
          + "show CELL' says which), the first is \(line(first.0, first.1).dropFirst(mark.count))"
      ]
    }
  }

  private static func line(_ cell: CellSummary, _ finding: CellFinding) -> String {
    let names = [cell.model, cell.task, cell.scheme, cell.optimizer].joined(separator: " / ")
    let seeds = (finding.seeds.count == 1 ? "seed " : "seeds ") + PlainText.seeds(finding.seeds)
    return "\(mark)\(PlainText.oneLine(names)), \(seeds), step \(finding.step): "
      + HealthText.rounded(PlainText.oneLine(finding.message)) + "."
  }

  /// Seeds and examples behind these cells.
  static func facts(_ cells: [CellSummary]) -> [String] {
    [seeds(cells), examples(cells)].compactMap { $0 }
  }

  private static func seeds(_ cells: [CellSummary]) -> String {
    let counts = cells.map(\.n)
    return "Cells: \(cells.count). Completed seeds per cell: \(range(counts)); "
      + "± is the sample standard deviation over seeds."
  }

  private static func examples(_ cells: [CellSummary]) -> String? {
    let counts = cells.compactMap(\.testExamples).filter { $0 > 0 }
    guard let fewest = counts.min() else { return nil }
    // √(p(1 − p)/n) is largest for p = 1/2.
    let error = NumberText.fixed(50 / Double(fewest).squareRoot(), 1)
    let floor = NumberText.fixed(100 / Double(fewest), 2)
    return "Test examples: \(range(counts)); accuracies closer than 1/\(fewest) "
      + "(\(floor) points) are not distinguishable; the standard error of one seed's is up to "
      + "\(error) points."
  }

  private static func forecasts(_ set: ResultSet) -> String? {
    let known = set.cells.compactMap(\.isForecastExact)
    guard !known.isEmpty else { return nil }
    let exact = known.count { $0 }
    let verdict = exact == known.count ? "in every row" : "in \(exact) of \(known.count) rows"
    return "Memory: forecast = measured \(verdict) (\(exact)/\(known.count))."
  }

  private static func unconfirmed(_ set: ResultSet) -> String? {
    let names = set.unconfirmed.map(\.optimizer)
    guard !names.isEmpty else { return nil }
    return "Unconfirmed, not compared with its source: \(names.joined(separator: ", ")) "
      + "('--table sources' says why)."
  }

  private static func range(_ counts: [Int]) -> String {
    let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
    return low == high ? "\(low)" : "\(low) to \(high)"
  }
}
