import Statistics
import Vocabulary

/// The declared family of contrasts under one scheme: every optimizer against the baseline, over
/// the blocks that both were tried in.
///
/// Tables, pages and papers take their verdicts from here, and from nowhere else.
struct ContrastFamily {
  /// A test with fewer degrees of freedom finds next to nothing, and none is made.
  static let fewestDegrees = 4.0

  let scheme: String
  let baseline: String
  /// What the differences are of.
  let scale: EndpointScale
  /// Those that the baseline was tried in, and that have the endpoint.
  let blocks: [Blocks.Block]
  /// How many blocks have no such endpoint.
  let blocksWithout: Int
  /// Within so much of the endpoint methods count as equal.
  let margin: Double
  /// Nil where nothing repeats often enough.
  let unit: VerdictUnit?
  /// The highest mean first.
  let standings: [Standing]

  /// - Parameter blocks: without what no rank is given to.
  init(_ scheme: String, of blocks: [Blocks.Block], on scale: EndpointScale, in set: ResultSet) {
    let margin = set.equivalence(on: scale.endpoint)
    (self.scheme, self.scale, baseline, self.margin) = (scheme, scale, set.baseline, margin)
    let baseline = set.baseline
    let met = blocks.filter { $0.scheme == scheme && $0.cells[baseline] != nil }
    let asked = met.filter { scale.reached(in: $0) != nil }
    (self.blocks, blocksWithout) = (asked, met.count - asked.count)
    let found = Blocks.labels(of: asked).filter { $0 != baseline }.compactMap { label in
      Standing(label, against: baseline, in: asked, on: scale)
    }
    let unit = VerdictUnit(
      blocks: asked.count, seedDegrees: found.map(\.seedDegrees).max() ?? 0, asked: set.unit)
    self.unit = unit
    let contrasts = found.map { standing in unit.flatMap { standing.contrast(over: $0) } }
    let words = ContrastWord.words(of: contrasts, margin: margin)
    let adjusted = HolmCorrection.adjusted(contrasts.map { $0?.pValue ?? 1 })
    standings = found.indices.map { index in
      var standing = found[index]
      standing.contrast = contrasts[index]
      standing.word = words[index]
      standing.pValue = contrasts[index] == nil ? nil : adjusted[index]
      return standing
    }.sorted { ($1.mean, $0.label) < ($0.mean, $1.label) }
  }

  subscript(label: String) -> Standing? { standings.first { $0.label == label } }

  /// Tests of the family.
  var size: Int { standings.count }

  /// The smallest difference that is found in four of five cases, the median over its contrasts.
  var detectable: Double? {
    Median.of(
      standings.compactMap(\.contrast).map {
        $0.error * DetectableDifference.errors(degrees: $0.degrees, contrasts: size)
      })
  }

  /// How often a method that does not differ is called equal, from 0 to 1, the median over its
  /// contrasts.
  var chanceOfEqual: Double? {
    Median.of(
      standings.compactMap(\.contrast).map {
        EquivalencePower.chance(
          margin: margin / $0.error, degrees: $0.degrees, contrasts: size)
      })
  }

  /// How many seeds chose the settings of its cells, the fewest; nil where each run searched for
  /// its own, or none did.
  var tuningSeeds: Int? {
    blocks.flatMap { $0.cells.values.map(\.cell.searchSeeds.count) }.filter { $0 > 0 }.min()
  }
}

/// An optimizer against the baseline of its family.
struct Standing {
  let label: String
  let kind: MethodClass
  /// By block, the differences at the seeds that both completed, in the endpoint's unit.
  let differences: [[Double]]
  /// By block, the standard error that the test examples give the mean difference of scores; 0 of
  /// losses, which are not kept by example.
  let exampleErrors: [Double]
  /// The mean over blocks.
  let mean: Double
  /// Nil where nothing repeats often enough for a test.
  fileprivate(set) var contrast: Contrast?
  fileprivate(set) var word: ContrastWord?
  /// Holm over the family.
  fileprivate(set) var pValue: Double?

  /// Nil where the two never met.
  init?(
    _ label: String, against baseline: String, in blocks: [Blocks.Block], on scale: EndpointScale
  ) {
    let pairs = blocks.compactMap { block -> Pair? in
      guard let cell = block.cells[label], let base = block.cells[baseline],
        let reached = scale.reached(in: block)
      else { return nil }
      return Pair(cell, base, reached, hasExamples: scale.endpoint == .score)
    }
    guard let mean = Moments(pairs.compactMap { Moments($0.differences).mean }).mean else {
      return nil
    }
    (self.label, self.mean) = (label, mean)
    kind = MethodClass(pairs.map(\.cell))
    differences = pairs.map(\.differences)
    exampleErrors = pairs.map(\.exampleError)
  }

  /// Of seeds within blocks; 0 where a block has one seed.
  fileprivate var seedDegrees: Double {
    let isRepeated = differences.allSatisfy { $0.count > 1 }
    return isRepeated ? Double(differences.reduce(0) { $0 + $1.count - 1 }) : 0
  }

  /// Nil where the unit does not repeat often enough.
  fileprivate func contrast(over unit: VerdictUnit) -> Contrast? {
    switch unit {
    case .blocks:
      Double(differences.count - 1) < ContrastFamily.fewestDegrees
        ? nil : Contrast(differences.compactMap { Moments($0).mean })
    case .seeds:
      seedDegrees < ContrastFamily.fewestDegrees
        ? nil : Contrast(within: differences, examples: exampleErrors)
    }
  }

  /// What a table says of it.
  var verdict: String { word?.rawValue ?? Self.untested }
  static let untested = "too few to test"

  /// `+0.4 to +1.6`; nil without a test.
  var interval: String? {
    contrast.map { contrast in
      let half = contrast.halfWidth()
      return NumberText.signed(mean - half, 1) + " to " + NumberText.signed(mean + half, 1)
    }
  }

  /// Two cells of a block at the seeds that both completed.
  private struct Pair {
    let cell: CellResults
    let differences: [Double]
    let exampleError: Double

    init?(
      _ cell: CellResults, _ base: CellResults, _ reached: (CellResults) -> [Int: Double],
      hasExamples: Bool
    ) {
      let (own, other) = (reached(cell), reached(base))
      let seeds = own.keys.filter { other[$0] != nil }.sorted()
      guard !seeds.isEmpty else { return nil }
      self.cell = cell
      differences = seeds.map { (own[$0] ?? 0) - (other[$0] ?? 0) }
      exampleError = hasExamples ? Self.exampleError(cell, base, seeds) : 0
    }

    /// From the examples' differences, each the mean over the seeds.
    private static func exampleError(
      _ cell: CellResults, _ base: CellResults, _ seeds: [Int]
    ) -> Double {
      let pairs = seeds.compactMap { seed in
        cell.tested[seed].flatMap { own in base.tested[seed].map { (own.correct, $0.correct) } }
      }
      let count = pairs.first?.0.count ?? 0
      guard count > 1, pairs.allSatisfy({ $0.0.count == count && $0.1.count == count }) else {
        return 0
      }
      var sums = [Double](repeating: 0, count: count)
      for (own, other) in pairs {
        for example in sums.indices where own[example] != other[example] {
          sums[example] += own[example] ? 1 : -1
        }
      }
      let variance = Moments(sums.map { $0 / Double(pairs.count) }).variance ?? 0
      return 100 * (variance / Double(count)).squareRoot()
    }
  }
}

extension CellResults {
  /// The scores of completed runs, by seed.
  var scores: [Int: Double] {
    let pairs = runs.compactMap { run in run.score.map { (run.cell.seed, $0.value) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}

extension ResultSet {
  /// One for each scheme under which the baseline met another optimizer.
  var families: [ContrastFamily] {
    let blocks = Blocks(ranked).contested
    let scale = EndpointScale(endpoint: endpoint, all: Blocks(self).all)
    return unique(blocks.filter { $0.cells[baseline] != nil }.map(\.scheme)).map { scheme in
      ContrastFamily(scheme, of: blocks, on: scale, in: self)
    }
  }
}

extension ContrastWord {
  /// `better than zo-sgd`.
  func against(_ baseline: String) -> String {
    let name = PlainText.oneLine(baseline)
    return switch self {
    case .better: "better than \(name)"
    case .equal: "equal to \(name)"
    case .worse: "worse than \(name)"
    case .undecided: "undecided against \(name)"
    }
  }
}
