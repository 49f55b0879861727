import Statistics
import Vocabulary

/// The verdict on every optimizer against the baseline, per scheme: the declared family of
/// contrasts, and below it what is not part of it.
struct ContrastTable {
  private let set: ResultSet
  private let all: [Blocks.Block]

  init(_ set: ResultSet) {
    self.set = set
    all = Blocks(set).all
  }

  var tables: [ReportTable] {
    let tables = self.set.families.flatMap { [table($0)] + exploratory(beside: $0) }
    return tables.isEmpty ? [Self.nothing("contrasts", against: self.set.baseline)] : tables
  }

  /// What a table against a baseline is that no other optimizer met.
  static func nothing(_ id: String, against baseline: String) -> ReportTable {
    ReportTable(
      id: id, title: "Against \(PlainText.oneLine(baseline)), over 0 blocks",
      columns: [.text("optimizer")], rows: [],
      notes: [
        "No block has \(PlainText.oneLine(baseline)) and another optimizer; --baseline names "
          + "another."
      ])
  }

  private func table(_ family: ContrastFamily) -> ReportTable {
    ReportTable(
      id: "contrasts", title: title(of: family, "Against"), columns: columns,
      rows: family.standings.map { values($0, in: family.blocks) }, notes: notes(family))
  }

  private var columns: [ReportTable.Column] {
    [
      .text("optimizer"), .text("class"), .number("blocks"),
      .number(set.endpoint.column, key: "points"), .number("95 %"), .text("verdict"), .number("p"),
      .number("gap closed %", key: "gapClosed"),
    ]
  }

  private func title(of family: ContrastFamily, _ begin: String) -> String {
    "\(begin) \(PlainText.oneLine(family.baseline)) under \(family.scheme): "
      + NumberText.counted(family.blocks.count, "block")
  }

  private func values(_ standing: Standing, in blocks: [Blocks.Block]) -> [TableValue] {
    [
      .text(standing.label), .text(standing.kind.rawValue), .count(standing.differences.count),
      .number(standing.mean, NumberText.signed(standing.mean, 2)),
      standing.interval.map(TableValue.text) ?? .missing, .text(standing.verdict),
      standing.pValue.map { .number($0, NumberText.probability($0)) } ?? .missing,
      .fixed(gapClosed(by: standing.label, in: blocks), 1),
    ]
  }

  /// The mean share of the loss gap as the endpoint counts it, run by run, in its hundredths; nil
  /// where a block has none.
  private func gapClosed(by label: String, in blocks: [Blocks.Block]) -> Double? {
    let scale = EndpointScale(endpoint: .gap, all: all)
    let met = blocks.filter { $0.cells[label] != nil }
    let closed = met.compactMap { block -> Double? in
      let reached = block.cells[label].flatMap { scale.reached(in: block)?($0) } ?? [:]
      return Moments(reached.sorted { $0.key < $1.key }.map(\.value)).mean
    }
    return closed.count == met.count ? Moments(closed).mean : nil
  }

  private func notes(_ family: ContrastFamily) -> [String] {
    guard !family.standings.isEmpty else {
      let left = withoutGap(family)
      return left.isEmpty
        ? ["No optimizer met \(PlainText.oneLine(family.baseline)) at a common seed."] : left
    }
    return [family.decided] + family.sentences + [
      bestOfClasses(family),
      "Gap closed: of the test loss between \(LossGap.start) and \(LossGap.end), the mean over "
        + "blocks. " + LossGap.rule,
    ] + withoutGap(family) + LossGap.absence(in: family.blocks, of: all)
  }

  private func withoutGap(_ family: ContrastFamily) -> [String] {
    guard family.blocksWithout > 0 else { return [] }
    return [
      "Left out: \(NumberText.counted(family.blocksWithout, "block")) in which \(LossGap.start) or "
        + "\(LossGap.end) is missing, or \(LossGap.end) did not end below it at every seed."
    ]
  }

  private func bestOfClasses(_ family: ContrastFamily) -> String {
    let best = MethodClass.allCases.compactMap { kind -> String? in
      family.standings.first { $0.kind == kind }.map {
        "\(kind.rawValue) \(PlainText.oneLine($0.label)) (\($0.verdict))"
      }
    }
    return "The highest mean of each class: " + best.joined(separator: ", ") + "."
  }

  /// What was not compared with its source: means without a verdict, since it is no part of the
  /// family.
  private func exploratory(beside family: ContrastFamily) -> [ReportTable] {
    guard set.hasUnranked else { return [] }
    let blocks = Blocks(set).contested.filter {
      $0.scheme == family.scheme && $0.cells[family.baseline] != nil
    }
    let others = Blocks.labels(of: blocks).filter { $0 != family.baseline && family[$0] == nil }
      .compactMap { Standing($0, against: family.baseline, in: blocks, on: family.scale) }
    guard !others.isEmpty else { return [] }
    return [
      ReportTable(
        id: "contrasts-unconfirmed", title: title(of: family, "Unconfirmed, against"),
        columns: columns.filter { !["verdict", "p", "95 %"].contains($0.title) },
        rows: others.map { standing in
          zip(columns, values(standing, in: blocks))
            .filter { !["verdict", "p", "95 %"].contains($0.0.title) }.map(\.1)
        },
        notes: ["Optimizers that were not compared with their source are outside of the family."])
    ]
  }
}

extension ContrastFamily {
  /// `Better: fo-adam. Equal within ±1.0: none. …`; what has no verdict is named as such.
  fileprivate var decided: String {
    let margin = "±\(NumberText.fixed(margin, 1)) \(scale.endpoint.unit)"
    let groups: [(String, ContrastWord?)] = [
      ("Better", .better), ("Equal within \(margin)", .equal), ("Worse", .worse),
      ("Undecided", .undecided), ("Not tested", nil),
    ]
    return groups.compactMap { title, word in
      let names = standings.filter { $0.word == word }.map { PlainText.oneLine($0.label) }
      if names.isEmpty, word == nil { return nil }
      return "\(title): \(names.isEmpty ? "none" : names.joined(separator: ", "))."
    }.joined(separator: " ")
  }

  /// How its verdicts are found, and what they can see.
  var sentences: [String] {
    let unitName = scale.endpoint.unit
    let margin = "±\(NumberText.fixed(margin, 1)) \(unitName)"
    let corrected = "Holm over \(NumberText.counted(size, "contrast")), at 5 %"
    guard let unit else {
      return [
        "\(NumberText.counted(blocks.count, "block")) and so few seeds have no power: no "
          + "test is made and no p printed. A verdict takes five blocks, or seeds with four "
          + "degrees of freedom within the blocks."
      ]
    }
    let test =
      switch unit {
      case .blocks: "a paired t test over \(blocks.count) blocks, \(corrected)"
      case .seeds:
        "a t test over seeds within these \(blocks.count) blocks, \(examples), \(corrected): it "
          + "speaks of these blocks alone"
      }
    return [
      "Verdict on \(subject): better or worse, \(test); equal: within \(margin), two one-sided "
        + "tests, Holm; undecided: neither." + power
    ] + luckOfTheSearch
  }

  private var power: String {
    guard let detectable, let chanceOfEqual else { return "" }
    return " The smallest difference found in four of five cases is "
      + "\(NumberText.fixed(detectable, 1)) \(scale.endpoint.unit), and a method that does not "
      + "differ is found equal in \(NumberText.fixed(100 * chanceOfEqual, 0)) of 100."
  }

  /// What no repetition of a test shows.
  private var luckOfTheSearch: [String] {
    guard let tuningSeeds else { return [] }
    return [
      "Settings were chosen once for all test seeds, at "
        + "\(NumberText.counted(tuningSeeds, "tuning seed")): what others would have chosen is not "
        + "in the intervals. A control, the baseline with keys=1, shows how much that is."
    ]
  }

  private var subject: String {
    switch scale.endpoint {
    case .score: "test scores"
    case .gap: "the share of the loss gap that is closed"
    }
  }

  /// What a test over seeds knows of other test examples.
  private var examples: String {
    switch scale.endpoint {
    case .score: "with the error of their test examples"
    case .gap: "on their test examples"
    }
  }
}
