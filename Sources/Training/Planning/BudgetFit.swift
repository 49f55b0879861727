import Graphs
import Optimizers
import Schemes
import Vocabulary

/// Looks for the way of dividing a run that meets a memory budget with the fewest turns.
///
/// Lanes one after the other come first: they change no bit, and a product keeps its rows. Then
/// come smaller pieces of the batch. Frozen weights that are read from the file at every use are
/// the last resort: they cost the time of the disk. What a grid says itself is left as it is.
struct BudgetFit {
  private let resolution: Resolution
  /// Bytes that no phase may need more of.
  private let budget: Int
  /// The forecast of the cell when it is divided in some way.
  private let memory: (Resolution) -> MemoryForecast
  private let optimizers: [Optimizer]

  init(
    _ resolution: Resolution, budget: Int, memory: @escaping (Resolution) -> MemoryForecast
  ) throws(InputProblem) {
    self.resolution = resolution
    self.budget = budget
    self.memory = memory
    optimizers = try resolution.optimizers()
  }

  /// The cell divided as little as the budget allows; nil where nothing fits.
  var divided: Resolution? {
    for isStreaming in ways {
      guard let step = step(isStreaming),
        let evaluation = evaluation(isStreaming)
      else { continue }
      return resolution.divided(
        Turns(
          microBatch: step.microBatch, lanes: step.lanes, evaluationBatch: evaluation,
          isStreaming: isStreaming))
    }
    return nil
  }

  /// Bytes of the cell as it is.
  var wholeBytes: Int { bytes(of: resolution) }

  /// Bytes of the cell in the smallest turns that there are for it, whatever the budget.
  var leastBytes: Int {
    let smallest = ways.compactMap { isStreaming -> Int? in
      guard let step = steps.last, let evaluation = evaluations.last else { return nil }
      return bytes(
        of: divided {
          ($0.microBatch, $0.lanes) = (step.microBatch, step.lanes)
          ($0.evaluationBatch, $0.isStreaming) = (evaluation, isStreaming)
        })
    }
    return smallest.min() ?? wholeBytes
  }

  private func bytes(of cell: Resolution) -> Int {
    let memory = memory(cell)
    return optimizers.map {
      max(memory.training($0).peakBytes, memory.evaluation($0).peakBytes)
    }.max() ?? 0
  }

  /// Whether frozen weights may be read from the file; what costs no time of the disk first.
  private var ways: [Bool] {
    let fixed = resolution.cell.run.streaming
    return fixed || !resolution.canStream ? [fixed] : [false, true]
  }

  /// The same cell with some of it divided.
  private func divided(_ change: (inout Turns) -> Void) -> Resolution {
    var turns = resolution.turns
    change(&turns)
    return resolution.divided(turns)
  }

  /// How a step is divided; nil when nothing meets the budget.
  private func step(_ isStreaming: Bool) -> (microBatch: Int, lanes: Int)? {
    guard let smallest = steps.last,
      fits(smallest, isStreaming)
    else { return nil }
    return steps.first { fits($0, isStreaming) }
  }

  /// The ways of dividing a step, from the fewest turns on.
  private var steps: [(microBatch: Int, lanes: Int)] {
    let run = resolution.cell.run
    let isWhole = run.microBatch > 0 || optimizers.contains { $0.wholeBatchReason != nil }
    let sizes = isWhole ? [resolution.microBatch] : Turns.sizes(of: run.batch)
    let most = optimizers.map(\.lanes).max() ?? 1
    guard run.lanes == 0, most > 1 else { return sizes.map { ($0, run.lanes) } }
    return sizes.prefix(1).map { ($0, 0) } + sizes.map { ($0, 1) }
  }

  private func fits(_ step: (microBatch: Int, lanes: Int), _ isStreaming: Bool) -> Bool {
    let cell = divided {
      ($0.microBatch, $0.lanes, $0.isStreaming) = (step.microBatch, step.lanes, isStreaming)
    }
    let memory = memory(cell)
    return optimizers.allSatisfy { memory.training($0).peakBytes <= budget }
  }

  /// The ways of dividing an evaluation, from the fewest turns on.
  private var evaluations: [Int] {
    resolution.cell.run.evaluationBatch > 0
      ? [resolution.evaluationBatch] : Turns.sizes(of: RunPlan.evaluationBatch)
  }

  /// How many examples are evaluated together; nil when nothing meets the budget.
  private func evaluation(_ isStreaming: Bool) -> Int? {
    evaluations.first { size in
      let cell = divided { ($0.evaluationBatch, $0.isStreaming) = (size, isStreaming) }
      let memory = memory(cell)
      return optimizers.allSatisfy { memory.evaluation($0).peakBytes <= budget }
    }
  }
}

extension MemoryForecast {
  /// How steps of `batch` examples of `length` tokens are divided to fit a budget, with the bytes
  /// that they then take; nil where they are not, since they fit whole or in no way.
  package static func division(
    of whole: Resolution, batch: Int, length: Int, budget: Int
  ) throws(InputProblem) -> (division: Division, bytes: Int)? {
    let fit = try BudgetFit(whole, budget: budget) {
      MemoryForecast($0, batch: batch, length: length)
    }
    guard let cell = fit.divided, cell.turns != whole.turns,
      let optimizer = try whole.optimizers().first
    else { return nil }
    let memory = MemoryForecast(cell, batch: batch, length: length)
    let step = MemoryForecast(whole, batch: batch, length: length)
    let probes = optimizer.cost.forwards
    let program = TrainingProgram(whole, optimizer, step.objective, head: step.head)
    let turns = TurnCost(cell, optimizer, probes: Double(probes))
    var division = Division(
      cell.cell.run,
      slowdown: turns.slowdown(flops: program.flops(step.trainingCapacity, probes: Double(probes))))
    division?.budget = budget
    return division.map { ($0, memory.peakBytes(optimizer)) }
  }
}
