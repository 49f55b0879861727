import Statistics

/// How much the difference of two methods varies, in points: what decides how large one must be to
/// be found.
package struct Spread: Sendable {
  /// Under one scheme.
  struct Deviations: Hashable, Sendable {
    /// Between blocks, of the mean over `count` seeds on `tested` examples.
    var blocks: Double
    /// Between seeds within a block.
    var seeds: Double
    /// Between test examples, of the difference at one of them.
    var examples: Double
    /// What `blocks` was measured at.
    var count: Double
    var tested: Double
  }

  var schemes: [String: Deviations]
  /// Of schemes that nothing is known of.
  var other: Deviations
  /// Where the numbers are from, as the end of a sentence.
  package var source: String

  func deviations(of scheme: String) -> Deviations { schemes[scheme] ?? other }
}

extension Spread {
  /// What plans go by where nobody names a database.
  package static let declared = {
    // The first study, every method but fo-* against zo-sgd: 15 blocks, one seed, 500 examples.
    let first: [String: Double] = ["ft": 2.1, "lora": 6.8, "prefix": 6.5]
    // Eight seeds of zo-sgd on tiny-opt at one rate deviate by 0.7 and 3.3 points (ft), 3.4 and 3.2
    // (lora): a difference of two by √2 of that.
    let seeds: [String: Double] = ["ft": 3.4, "lora": 4.7]
    let deviations = first.mapValues { $0 }.reduce(into: [String: Deviations]()) {
      $0[$1.key] = Deviations(
        blocks: $1.value, seeds: seeds[$1.key] ?? 4.7, examples: 30, count: 1, tested: 500)
    }
    return Spread(
      schemes: deviations,
      other: Deviations(blocks: 6.8, seeds: 4.7, examples: 30, count: 1, tested: 500),
      source: "declared, as the study in Results/study varied on models of a million parameters")
  }()

  /// What a database shows of the families of its schemes: the median over their optimizers.
  ///
  /// - Returns: nil where no optimizer met the baseline at two seeds in two blocks.
  package init?(measuredIn set: ResultSet, named name: String) {
    var schemes: [String: Deviations] = [:]
    for family in set.families {
      let found = family.standings.compactMap { Deviations($0, family) }
      guard !found.isEmpty else { continue }
      func median(_ value: (Deviations) -> Double) -> Double {
        let sorted = found.map(value).sorted()
        return sorted[sorted.count / 2]
      }
      schemes[family.scheme] = Deviations(
        blocks: median(\.blocks), seeds: median(\.seeds), examples: median(\.examples),
        count: median(\.count), tested: median(\.tested))
    }
    guard let most = schemes.values.max(by: { $0.blocks < $1.blocks }) else { return nil }
    self.schemes = schemes
    other = most
    source = "measured in \(name), the median over its optimizers"
  }
}

extension Spread.Deviations {
  /// Nil where a block has one seed, or there is one block.
  fileprivate init?(_ standing: Standing, _ family: ContrastFamily) {
    let moments = standing.differences.map { Moments($0) }
    let within = moments.compactMap(\.variance)
    guard let between = Moments(moments.compactMap(\.mean)).standardDeviation,
      within.count == moments.count, let seeds = Moments(within).mean,
      let count = Moments(moments.map { Double($0.count) }).mean
    else { return nil }
    let tested = family.blocks.compactMap { block in
      block.cells[standing.label]?.summary.testExamples.map(Double.init)
    }
    let examples = Moments(standing.exampleErrors.map { $0 * $0 }).mean ?? 0
    self.tested = Moments(tested).mean ?? 1
    self.examples = (examples * self.tested).squareRoot()
    (blocks, self.seeds, self.count) = (between, seeds.squareRoot(), count)
  }

  /// The variance that seeds and examples give a block's mean.
  func within(seeds number: Double, examples count: Double) -> Double {
    seeds * seeds / number + examples * examples / count
  }

  /// The variance between blocks, with other numbers of seeds and examples than were measured.
  func between(seeds number: Double, examples count: Double) -> Double {
    let own = within(seeds: number, examples: count)
    return max(blocks * blocks - within(seeds: self.count, examples: tested) + own, own)
  }
}
