import Statistics

/// How much the difference of two methods varies: what decides how large one must be to be found.
package struct Spread: Sendable {
  /// Under one scheme, in the unit of an endpoint.
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

  /// Of one endpoint.
  struct Measure: Hashable, Sendable {
    var schemes: [String: Deviations]
    /// Of schemes that nothing is known of.
    var other: Deviations
  }

  /// Where the numbers are from.
  package enum Source: Hashable, Sendable {
    case declared
    /// A database, as it was named.
    case measured(in: String)

    /// As the end of a sentence.
    var text: String {
      switch self {
      case .declared:
        "declared, as the studies in Results varied on models of a million parameters"
      case .measured(let name): "measured in \(name), the median over its optimizers"
      }
    }
  }

  var endpoints: [Endpoint: Measure]
  package var source: Source

  /// Nil where nothing is known of the endpoint.
  func deviations(of scheme: String, on endpoint: Endpoint) -> Deviations? {
    endpoints[endpoint].map { $0.schemes[scheme] ?? $0.other }
  }
}

extension Spread {
  /// What plans go by where nobody names a database.
  package static let declared = Spread(
    endpoints: [.score: declaredScores, .gap: declaredGap], source: .declared)

  /// The first study, every method but fo-* against zo-sgd: 15 blocks, one seed, 500 examples.
  ///
  /// Eight seeds of zo-sgd on tiny-opt at one rate deviate by 0.7 and 3.3 points (ft), 3.4 and 3.2
  /// (lora): a difference of two by √2 of that.
  private static let declaredScores = Measure(
    schemes: [
      "ft": Deviations(blocks: 2.1, seeds: 3.4, examples: 30, count: 1, tested: 500),
      "lora": Deviations(blocks: 6.8, seeds: 4.7, examples: 30, count: 1, tested: 500),
      "prefix": Deviations(blocks: 6.5, seeds: 4.7, examples: 30, count: 1, tested: 500),
    ],
    other: Deviations(blocks: 6.8, seeds: 4.7, examples: 30, count: 1, tested: 500))

  /// The second study when two of its six blocks were there, with three seeds: medians over its
  /// methods, as `init(measuredIn:)` finds them.
  private static let declaredGap = Measure(
    schemes: [
      "ft": Deviations(blocks: 3.7, seeds: 7.6, examples: 0, count: 3, tested: 1000),
      "lora": Deviations(blocks: 5.5, seeds: 9, examples: 0, count: 3, tested: 1000),
    ],
    other: Deviations(blocks: 5.5, seeds: 9, examples: 0, count: 3, tested: 1000))

  /// What a database shows of the families of its schemes: the median over their optimizers.
  ///
  /// - Returns: nil where no optimizer met the baseline at two seeds in two blocks.
  package init?(measuredIn set: ResultSet, named name: String) {
    endpoints = Endpoint.allCases.reduce(into: [:]) { found, endpoint in
      var asked = set
      asked.endpoint = endpoint
      found[endpoint] = Measure(asked.families)
    }
    guard !endpoints.isEmpty else { return nil }
    source = .measured(in: name)
  }
}

extension Spread.Measure {
  /// Nil where no family shows anything.
  fileprivate init?(_ families: [ContrastFamily]) {
    let measured = families.compactMap { family in
      Spread.Deviations(medianOf: family).map { (family.scheme, $0) }
    }
    guard let most = measured.map(\.1).max(by: { $0.blocks < $1.blocks }) else { return nil }
    schemes = Dictionary(measured, uniquingKeysWith: { first, _ in first })
    other = most
  }
}

extension Spread.Deviations {
  /// Nil where no optimizer shows any.
  fileprivate init?(medianOf family: ContrastFamily) {
    let found = family.standings.compactMap { Self($0, family) }
    func median(_ value: (Self) -> Double) -> Double? { Median.of(found.map(value)) }
    guard let blocks = median(\.blocks), let seeds = median(\.seeds),
      let examples = median(\.examples), let count = median(\.count), let tested = median(\.tested)
    else { return nil }
    self.init(blocks: blocks, seeds: seeds, examples: examples, count: count, tested: tested)
  }

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
