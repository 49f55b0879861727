import Statistics
import Vocabulary

/// The hyper-parameter points that a cell tried, and how sensitive the chosen one is.
struct TriedTable {
  var cell: CellResults

  init(_ cell: CellResults) { self.cell = cell }

  var table: ReportTable {
    let names = cell.cell.tune.keys.sorted() + (cell.cell.then ?? [:]).keys.sorted()
    let tried = cell.searched.flatMap(\.trials).map(\.point.uncalibrated)
    let points = unique(cell.cell.points + tried).map { Point(values: $0, cell: cell) }
    let factor = names.first.flatMap { self.chosenValue($0) }
    let rows = points.map { point -> [TableValue] in
      names.map { name in Self.value(point.values[name]) } + [
        factor.flatMap { chosen in
          point.number(names[0]).map {
            .number($0 / chosen, NumberText.magnitude($0 / chosen) + "×")
          }
        } ?? .missing,
        point.mean.map { .number($0, NumberText.fixed(100 * $0, 1)) } ?? .text(point.outcome),
        .fixed(difference(point, points).map { 100 * $0 }, 1), .count(point.timesChosen),
      ]
    }
    let table = ReportTable(
      id: "tried", title: "hyper-parameters tried",
      columns: names.map { .text($0) } + [
        .number("of chosen"), .number("dev %"), .number("against best"), .number("chosen by"),
      ],
      rows: rows, notes: [sensitivity(points, names, factor)].compactMap { $0 })
    return table
  }

  /// A point with the best development scores of its trials, over the seeds.
  private struct Point {
    var values: [String: SettingValue]
    var trials: [TrialResult]
    var timesChosen: Int
    var criterion: Criterion

    init(values: [String: SettingValue], cell: CellResults) {
      self.values = values
      let text = canonicalJSON(values)
      criterion = cell.cell.run.selectBy
      trials = cell.searched.flatMap(\.trials)
        .filter { canonicalJSON($0.point.uncalibrated) == text }
      timesChosen = cell.runs.count { run in
        run.chosenTrial.map { canonicalJSON($0.point.uncalibrated) == text } ?? false
      }
    }

    /// Nil unless every trial completed.
    var mean: Double? {
      let scores = trials.filter { $0.outcome == .completed }.compactMap {
        $0.best(by: criterion)?.score
      }
      return scores.count == trials.count ? Moments(scores).mean : nil
    }

    var outcome: String { trials.first { $0.outcome != .completed }?.outcome.name ?? "not run" }

    func number(_ name: String) -> Double? { values[name]?.number }
  }

  private static func value(_ value: SettingValue?) -> TableValue {
    value.map { .structured($0, PlainText.rate($0)) } ?? .text("default")
  }

  /// The value that most seeds chose.
  private func chosenValue(_ name: String) -> Double? {
    let chosen = cell.runs.compactMap { $0.chosenTrial?.point[name]?.number }
    let counts = Dictionary(grouping: chosen, by: { $0 }).mapValues(\.count)
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  private func difference(_ point: Point, _ points: [Point]) -> Double? {
    guard let mean = point.mean, let best = points.compactMap(\.mean).max() else { return nil }
    return mean - best
  }

  /// What a guess that is off by a factor of up to four costs at most; the chosen value is one.
  private func sensitivity(_ points: [Point], _ names: [String], _ chosen: Double?) -> String? {
    guard names.count == 1, let name = names.first, let chosen, chosen > 0 else { return nil }
    let near = points.filter { point in
      point.number(name).map { (0.2499...4.001).contains($0 / chosen) } ?? false
    }
    let range = "from a quarter to four times the chosen \(name)"
    guard near.contains(where: { $0.number(name) != chosen }) else {
      return "Sensitivity: nothing else was tried \(range)."
    }
    let costs = near.map { difference($0, points) }
    let known = costs.compactMap { $0 }
    let lost = known.min().map { NumberText.fixed(-100 * $0, 1) } ?? "-"
    let failed = costs.count - known.count
    return "Sensitivity: \(range), the development score is up to \(lost) points below the best"
      + (failed > 0 ? ", and \(failed) of \(costs.count) points failed." : ".")
  }
}

extension SettingValue {
  /// As a number, if it is one.
  var number: Double? {
    magnitude
  }
}
