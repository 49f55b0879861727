import Optimizers
import Tasks
import Tensors
import Vocabulary

/// A problem of which every process evaluates a part, and all learn all losses.
///
/// Divided by probes, losses are those of one process to the bit, whoever computed them. Divided by
/// examples, a loss is the mean of the parts' losses, weighted by how many losses each is the mean
/// of, in the order of ranks: within rounding the loss of one process.
final class SharedProblem: StepProblem {
  private let own: ModelProblem
  private let group: any ProcessGroup
  private let division: StepDivision
  private let objective: Objective
  /// Examples that are packed together, at most.
  private let size: Int
  /// Whether passes at the weights show their inputs to directions, which every process needs.
  private let isObserved: Bool
  /// How many losses the mean of each process's part is a mean of, and of them all.
  private var weights: [Double] = []
  private var total: Double { weights.reduce(0, +) }
  private var examples = 0
  private(set) var dataPasses = (forwards: 0, tokens: 0)
  /// Bytes that this process has given the others.
  private(set) var exchangedBytes = 0

  init(
    _ own: ModelProblem, _ sharing: StepSharing, _ division: StepDivision, _ resolution: Resolution,
    isObserved: Bool
  ) {
    self.own = own
    group = sharing.group
    self.division = division
    objective = resolution.objective
    size = resolution.microBatch
    self.isObserved = isObserved
  }

  func load(_ batch: StepBatch, of examples: [EncodedExample]) {
    dataPasses = (0, 0)
    self.examples = examples.count
    guard division == .examples else { return own.load(batch) }
    let parts = (0..<group.size).map { rank in
      StepBatch(examples[group.share(of: examples.count, rank: rank)], objective, by: size)
    }
    weights = parts.map(\.weight)
    own.load(parts[group.rank])
  }

  func losses(at places: [Displacement]) throws(Divergence) -> [Float] {
    guard division == .probes else {
      return try means { () throws(Divergence) in try own.losses(at: places) }
    }
    return try divided(places, width: 1) { (places) throws(Divergence) in
      try own.losses(at: places)
    }
  }

  func dataLosses(
    at places: [Displacement], batch: Int?
  ) throws(Divergence) -> [Float] {
    let isWhole = division == .examples || repeats(places)
    let before = own.dataPasses
    let losses =
      isWhole
      ? try own.dataLosses(at: places, batch: batch)
      : try divided(places, width: 1) { (places) throws(Divergence) in
        try own.dataLosses(at: places, batch: batch)
      }
    // All places cost the same; who has none of them keeps no results.
    let computed = max(isWhole ? places.count : group.share(of: places.count).count, 1)
    let after = own.dataPasses
    dataPasses.forwards += (after.forwards - before.forwards) / computed * places.count
    dataPasses.tokens += (after.tokens - before.tokens) / computed * places.count
    return losses
  }

  func exampleLosses(at places: [Displacement]) throws(Divergence) -> [[Float]] {
    precondition(division == .probes, "examples with directions of their own are not divided")
    let flat = try divided(places, width: examples) { (places) throws(Divergence) in
      try own.exampleLosses(at: places).flatMap { $0 }
    }
    return places.indices.map { Array(flat[$0 * examples..<($0 + 1) * examples]) }
  }

  /// Every process has the changes of the whole batch.
  func change(
    by displacement: Displacement, into block: FloatView
  ) throws(Divergence) -> Float {
    precondition(division == .probes, "changes of outputs are not divided")
    return try own.change(by: displacement, into: block)
  }

  func slope(of block: FloatView) -> Float { own.slope(of: block) }

  func lossAndSlope(along key: RandomKey) throws(Divergence) -> (loss: Float, slope: Float) {
    guard division == .examples else { return try own.lossAndSlope(along: key) }
    let means = try means { () throws(Divergence) in
      let (loss, slope) = try own.lossAndSlope(along: key)
      return [loss, slope]
    }
    return (means[0], means[1])
  }

  func lossAndGradient() throws(Divergence) -> Float {
    guard division == .examples else { return try own.lossAndGradient() }
    let loss = try means { () throws(Divergence) in [try own.lossAndGradient()] }
    if let gradient = own.wholeGradient {
      Kernels.scale(gradient, by: Float(weights[group.rank] / total))
      group.sum(gradient)
      exchangedBytes += 4 * gradient.count
    }
    return loss[0]
  }

  func gradient(_ slice: Slice) -> FloatView { own.gradient(slice) }

  /// Whether every process evaluates all places.
  private func repeats(_ places: [Displacement]) -> Bool {
    places.count < 2 || isObserved && places.contains(.none)
  }

  /// The values at all places, each evaluated by one process.
  private func divided(
    _ places: [Displacement], width: Int,
    _ evaluate: ([Displacement]) throws(Divergence) -> [Float]
  ) throws(Divergence) -> [Float] {
    guard !repeats(places) else { return try evaluate(places) }
    let share = group.share(of: places.count)
    let mine = values(share.count * width) { () throws(Divergence) in
      share.isEmpty ? [] : try evaluate(Array(places[share]))
    }
    exchangedBytes += 4 * mine.count
    return try checked(group.gather(rows: mine, of: places.count, width: width))
  }

  /// The weighted means of what all processes find on their parts.
  private func means(
    _ evaluate: () throws(Divergence) -> [Float]
  ) throws(Divergence) -> [Float] {
    var mine: [Float]
    do throws(Divergence) { mine = try evaluate() } catch { mine = [error.loss] }
    // Who diverged has one number, and the others must not wait for more.
    let isBad = exchange([mine.first { !$0.isFinite } ?? 0])
    if let bad = isBad.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    let all = exchange(mine)
    return mine.indices.map { place in
      let sum = (0..<group.size).reduce(0.0) {
        $0 + weights[$1] * Double(all[$1 * mine.count + place])
      }
      return Float(sum / total)
    }
  }

  private func exchange(_ mine: [Float]) -> [Float] {
    exchangedBytes += 4 * mine.count
    return group.gather(mine)
  }

  /// So many values; the loss that is not finite in their place, which the others learn, too.
  private func values(_ count: Int, _ evaluate: () throws(Divergence) -> [Float]) -> [Float] {
    do throws(Divergence) { return try evaluate() } catch {
      return Array(repeating: error.loss, count: count)
    }
  }

  private func checked(_ values: [Float]) throws(Divergence) -> [Float] {
    if let bad = values.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return values
  }
}
