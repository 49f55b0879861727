import Statistics
import Vocabulary

/// What a study is able to find, before it runs: the smallest difference to the baseline that its
/// verdict sees in four of five cases, and how often it calls a method equal that is.
package struct StudyPower: Encodable, Sendable {
  /// Under one scheme, on one endpoint.
  package struct Family: Encodable, Sendable {
    var endpoint: Endpoint
    var scheme: String
    var baseline: String
    /// Models and tasks in which the baseline meets others.
    var blocks: Int
    var seeds: Int
    /// The fewest and the most that a block is tested on.
    var testExamples: Int
    var mostTestExamples: Int
    /// Tests that Holm's method corrects for.
    var contrasts: Int
    /// `blocks`, or `seeds` where these are too few; nil where nothing is tested.
    var unit: String?
    /// The standard error that is expected of a difference, in the endpoint's unit.
    var error: Double?
    var degrees: Double?
    /// In the same unit.
    var detectable: Double?
    /// Within so much, in the same unit, methods count as equal.
    var margin: Double
    /// How often a method that does not differ is called so, from 0 to 1.
    var equal: Double?
  }

  package var families: [Family]
  private var deviations: String
  /// What can be done about `deviations`, as the end of a sentence; empty where they are measured.
  private var remedy: String

  private enum CodingKeys: String, CodingKey { case families, deviations }

  /// - Parameters:
  ///   - isRanked: whether an optimizer is part of the family.
  package init(
    _ entries: [PlanEntry], spread: Spread, baseline: String = "zo-sgd",
    isRanked: (String) -> Bool = { _ in true }
  ) {
    deviations = spread.source.text
    remedy = spread.source == .declared ? "; --spread DB measures them" : ""
    let tested = entries.filter { !$0.cell.isSearch && isRanked($0.cell.cell.optimizer.name) }
    let names = Set(tested.map(\.cell.cell.optimizer.name))
    let schemes = unique(tested.map(\.cell.cell.scheme.name))
    let hasGap = schemes.contains(LossGap.start) && names.contains(LossGap.end)
    families = schemes.flatMap { scheme in
      Endpoint.allCases.compactMap { endpoint in
        guard endpoint != .gap || hasGap,
          let deviations = spread.deviations(of: scheme, on: endpoint)
        else { return nil }
        let entries = tested.filter { $0.cell.cell.scheme.name == scheme }
        return Family(endpoint, scheme, entries, deviations, baseline)
      }
    }
  }

  /// A line for each scheme, and where the deviations are from; empty without a comparison.
  package var text: String {
    guard !families.isEmpty else { return "" }
    let isTested = families.contains { $0.detectable != nil }
    let source = isTested ? ["    deviations: " + PlainText.oneLine(deviations) + remedy] : []
    // Without a test, the endpoints of a scheme have the same line.
    var seen: Set<String> = []
    let lines = families.map(\.line).filter { seen.insert($0).inserted }
    return (lines + source).joined(separator: "\n") + "\n"
  }

  package var json: String { PrettyJSON.text(self) }
}

extension StudyPower.Family {
  /// Nil where the baseline meets no other optimizer.
  fileprivate init?(
    _ endpoint: Endpoint, _ scheme: String, _ entries: [PlanEntry],
    _ deviations: Spread.Deviations, _ baseline: String
  ) {
    let groups = Dictionary(grouping: entries) {
      [$0.cell.cell.model.shown, $0.cell.cell.task.shown]
    }.values.filter { group in
      group.contains { $0.cell.cell.optimizer.name == baseline }
        && Set(group.map(\.cell.cell)).count > 1
    }
    guard !groups.isEmpty else { return nil }
    (self.endpoint, self.scheme, self.baseline) = (endpoint, scheme, baseline)
    margin = endpoint.margin
    blocks = groups.count
    contrasts = (groups.map { Set($0.map(\.cell.cell)).count }.max() ?? 1) - 1
    seeds = groups.map { Set($0.map(\.cell.seed)).count }.min() ?? 0
    let counts = groups.map { group in
      group.map { max($0.testExamples ?? $0.cell.cell.run.test, 1) }.min() ?? 1
    }
    (testExamples, mostTestExamples) = (counts.min() ?? 1, counts.max() ?? 1)
    weigh(deviations, examples: Double(blocks) / counts.reduce(0) { $0 + 1 / Double($1) })
  }

  /// What the deviations come to, over the unit that the verdict takes.
  ///
  /// - Parameter count: test examples of a block, the harmonic mean, as errors go by.
  private mutating func weigh(_ deviations: Spread.Deviations, examples count: Double) {
    let number = Double(seeds)
    let within = deviations.within(seeds: number, examples: count)
    let free = Double(blocks) * (number - 1)
    let variance: Double
    switch VerdictUnit(blocks: blocks, seedDegrees: free) {
    case .blocks:
      variance = deviations.between(seeds: number, examples: count)
      degrees = Double(blocks - 1)
    case .seeds:
      variance = within
      let ofSeeds = deviations.seeds * deviations.seeds / number
      degrees = free * within * within / (ofSeeds * ofSeeds)
    case nil: return
    }
    guard let degrees else { return }
    unit = VerdictUnit(blocks: blocks, seedDegrees: free)?.rawValue
    let error = (variance / Double(blocks)).squareRoot()
    self.error = error
    detectable = error * DetectableDifference.errors(degrees: degrees, contrasts: contrasts)
    equal = EquivalencePower.chance(
      margin: margin / error, degrees: degrees, contrasts: contrasts)
  }

  fileprivate var line: String {
    let size =
      NumberText.counted(blocks, "block") + ", " + NumberText.counted(seeds, "seed") + ", "
      + "\(testExamples)\(mostTestExamples > testExamples ? " to \(mostTestExamples)" : "") "
      + "test examples"
    let place = "Power against \(PlainText.oneLine(baseline)) under \(PlainText.oneLine(scheme))"
    guard let detectable, let equal, let unit else {
      return "\(place): none; \(size) are too few for a test"
    }
    let over = unit == "seeds" ? ", of these blocks alone" : ""
    let near = "±\(NumberText.fixed(margin, 1)) in \(NumberText.fixed(100 * equal, 0)) of 100"
    return "\(place): \(NumberText.fixed(detectable, 1)) \(endpoint.unit) are found in four of "
      + "five cases, a method that does not differ is equal within \(near)\(over) "
      + "(\(size); Holm over \(contrasts) contrasts, 5 %)"
  }
}
