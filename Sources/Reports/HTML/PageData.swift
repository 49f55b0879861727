import Foundation
import Statistics
import Vocabulary

/// Everything that the page's script shows, as one value; names and texts occur once, and cells
/// refer to them by index.
struct PageData: Encodable {
  var schemes: [String] = []
  var optimizers: [String] = []
  var kinds: [String] = MethodClass.allCases.map(\.rawValue)
  var accounts: [String] = Account.summed.map(\.title)
  var texts: [String] = []
  var machines: [String] = []
  var blocks: [Block] = []
  var cells: [PageCell] = []

  /// What may be compared: one model and task.
  struct Block: Encodable {
    var model: String
    var task: String
    var examples: Int
    var metric: String?
    /// What a test says of each scheme.
    var verdicts: [String]
    var budgets: [PageBudget]
  }

  init(_ set: ResultSet) {
    var pool = Pool()
    let families = set.families
    let unconfirmed = Set(set.unconfirmed.map(\.optimizer))
    for group in set.comparable {
      let labels = CellLabels(group).labels
      let winners = add(group, labels, set, families)
      for (index, cell) in group.enumerated() {
        var row = PageCell(cell, block: blocks.count - 1, set, &pool)
        row.label = pool.optimizers.index(of: labels[index])
        if winners.contains(index) { row.wins = 1 }
        if unconfirmed.contains(cell.summary.optimizer) { row.unconfirmed = 1 }
        cells.append(row)
      }
    }
    machines = set.machines.map(Self.sentence)
    (schemes, optimizers) = (pool.schemes.values, pool.optimizers.values)
    texts = pool.texts.values
  }

  /// Adds the block of a group, and returns the indices of its winners.
  private mutating func add(
    _ group: [CellResults], _ labels: [String], _ set: ResultSet, _ families: [ContrastFamily]
  ) -> Set<Int> {
    var (winners, verdicts) = (Set<Int>(), [String]())
    for scheme in unique(group.map(\.summary.scheme)) {
      let members = group.indices.filter { group[$0].summary.scheme == scheme }
      let verdict = Verdict(members.map { group[$0] })
      if verdict.isWinner, let leader = verdict.leader { winners.insert(members[leader]) }
      if let text = verdict.sentence(members.map { labels[$0] }) {
        verdicts.append("\(PlainText.oneLine(scheme)): \(text).")
      }
    }
    var part = set.ranked
    part.members = group.filter { set.ranksUnconfirmed || set.isConfirmed($0.summary.optimizer) }
    let first = group[0]
    blocks.append(
      Block(
        model: first.summary.model, task: first.summary.task,
        examples: group.compactMap(\.summary.testExamples).min() ?? 0,
        metric: first.summary.metric?.rawValue, verdicts: verdicts,
        budgets: BudgetVerdict.all(Contender.all(part)).map { PageBudget($0, families) }))
    return winners
  }

  static func sentence(_ machine: Machine) -> String {
    "\(machine.processor), \(machine.threads) of \(machine.cores) cores, "
      + "\(machine.arithmetic), version \(machine.version)"
  }

  /// Safe inside of a script element of a page.
  var json: String {
    canonicalJSON(self).replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
      .replacing("\u{2029}", with: "\\u2029")
  }
}

/// Values by index, each once.
struct ValueIndex {
  private(set) var values: [String] = []
  private var places: [String: Int] = [:]

  mutating func index(of value: String) -> Int {
    if let place = places[value] { return place }
    values.append(value)
    places[value] = values.count - 1
    return values.count - 1
  }
}

/// What cells refer to.
struct Pool {
  var schemes = ValueIndex()
  var optimizers = ValueIndex()
  var texts = ValueIndex()
}

/// A verdict as the script shows it, with the texts of its lines.
struct PageBudget: Encodable {
  var title: String
  var lines: [[String]]

  /// - Parameter families: what says how a way compares with the baseline.
  init(_ verdict: BudgetVerdict, _ families: [ContrastFamily]) {
    // Budgets are powers of two.
    title = "up to " + NumberText.bytes(verdict.bytes).replacing(".0 ", with: " ")
    lines = [
      ("best zeroth-order", verdict.zerothOrder), ("best of all", verdict.best),
      ("cheapest as good", verdict.cheapest),
    ].map { role, way in
      guard let way else { return [role, "none fits", ""] }
      let ends = [way.interval.low, way.interval.high].map { NumberText.fixed(100 * $0, 1) }
      let family = families.first { $0.scheme == way.scheme }
      let words = family?[way.label]?.word.map { ", " + $0.against(family?.baseline ?? "") } ?? ""
      return [
        role, PlainText.oneLine(way.name),
        "\(NumberText.fixed(100 * way.score, 1)) % (\(ends[0]) to \(ends[1])), "
          + NumberText.bytes(way.bytes) + words,
      ]
    }
  }

  /// The highest mean of each class of a family, with its verdict.
  init(_ family: ContrastFamily) {
    title = "under \(PlainText.oneLine(family.scheme))"
    lines = MethodClass.allCases.compactMap { kind in
      family.standings.first { $0.kind == kind }.map { best in
        [
          "best " + kind.rawValue, PlainText.oneLine(best.label),
          NumberText.signed(best.mean, 1) + " " + family.scale.endpoint.unit
            + (best.interval.map { " (\($0))" } ?? "") + ", " + best.verdict,
        ]
      }
    }
  }
}
