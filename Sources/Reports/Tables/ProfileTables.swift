import Foundation
import Statistics
import Vocabulary

/// Performance profiles (Dolan and Moré 2002): how often an optimizer is within a factor of the
/// best of its block, in error and in passes.
struct ProfileTables {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  private static let factors = [1, 1.1, 1.25, 1.5, 2, 4, 8]
  /// Below the best development score of a block, as a share.
  private static let margin = 0.05

  /// The profiles, and below them those of what they leave out, measured among all.
  var tables: [ReportTable] {
    guard set.hasUnranked else { return profiles(RankedBlocks(set)) }
    let all = RankedBlocks(set)
    let names = Set(
      all.treatments.indices.filter { !set.isConfirmed(all.optimizer($0)) }
        .map { all.treatments[$0] })
    let rest = profiles(all).map { table in
      var table = table
      table.id += "-unconfirmed"
      table.title = "Unconfirmed optimizers: " + table.title
      table.rows = table.rows.filter { row in row.first.map { names.contains($0.text) } ?? false }
      return table
    }
    return profiles(RankedBlocks(set.ranked)) + rest
  }

  private func profiles(_ blocks: RankedBlocks) -> [ReportTable] {
    guard blocks.isUseful else {
      return [
        ReportTable(
          id: "profile", title: "Performance profiles", columns: [.text("optimizer")], rows: [],
          notes: [RankedBlocks.nothing])
      ]
    }
    let count = blocks.rows.count
    return [
      table(
        "profile-error", "Share of \(count) blocks with test error within a factor of the best",
        blocks.treatments, blocks.rows.map { $0.map(Self.error) },
        note: "Error is 1 − score, at least the resolution of the test set, one example."),
      table(
        "profile-passes", "Share of \(count) blocks with passes within a factor of the fewest",
        blocks.treatments, blocks.rows.map(Self.passes),
        note: "Passes of the chosen trial (a backward counts as two) until its development score "
          + "is within \(NumberText.fixed(100 * Self.margin, 0)) points of the block's best, at "
          + "every seed; what never gets there counts as failed."),
    ]
  }

  private func table(
    _ id: String, _ title: String, _ names: [String], _ costs: [[Double?]], note: String
  ) -> ReportTable {
    let profile = PerformanceProfile(costs: costs)
    let rows = names.indices.map { index in
      Row(
        name: names[index],
        shares: Self.factors.map { profile?.share(of: index, within: $0) ?? 0 })
    }.sorted { a, b in (b.area, a.name) < (a.area, b.name) }
    return ReportTable(
      id: id, title: title,
      columns: [.text("optimizer")]
        + Self.factors.map { .number("≤ " + SettingValue.number($0).description) },
      rows: rows.map(\.values), notes: [note])
  }

  private struct Row {
    var name: String
    var shares: [Double]

    var area: Double { shares.reduce(0, +) }
    var values: [TableValue] { [.text(name)] + shares.map { .fixed($0, 2) } }
  }

  private static func error(_ cell: CellResults) -> Double? {
    guard let mean = cell.summary.scoreMean else { return nil }
    return max(1 - mean, 1 / Double(max(1, cell.summary.testExamples ?? 1)))
  }

  /// Per cell of a block, the mean over seeds; nil where a seed did not get there.
  private static func passes(_ block: [CellResults]) -> [Double?] {
    let best = block.flatMap(\.bestScores).max() ?? 0
    return block.map { cell in
      let seeds = cell.runs.map { run in
        run.chosenTrial.flatMap { $0.passes(toReach: best - margin) }
      }
      return seeds.contains(nil) ? nil : Moments(seeds.compactMap { $0 }).mean
    }
  }
}

extension TrialResult {
  /// Passes of an average step, a backward counted as two forwards.
  var passesPerStep: Double {
    Double(spent.passes) / Double(max(1, stepsDone))
  }

  /// Passes until the development score was first at least `score`; nil if it never was.
  func passes(toReach score: Double) -> Double? {
    dev.first { $0.score >= score }.map { max(1, Double($0.step) * passesPerStep) }
  }
}
