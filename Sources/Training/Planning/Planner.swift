import Foundation
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Tokenizers
import Vocabulary

/// Makes plans of cells; whatever several cells agree on is made once.
package final class Planner: Sendable {
  private let parts: CellParts
  private let complete: Bool
  private let budget: Int?
  private let models = Memo<String, PretrainedModel, InputProblem>()
  private let draws = Memo<DrawKey, TaskSample, InputProblem>()
  private let encodings = Memo<EncodingKey, EncodedSample, InputProblem>()
  private let samples = Memo<SampleKey, SizedSample, InputProblem>()
  private let orders = BatchOrder.Orders()

  /// - Parameters:
  ///   - dataDirectory: where downloaded data sets lie.
  ///   - complete: whether weights and tokenizers must be there, as for a run.
  ///   - budget: bytes that runs are divided to fit into; nil leaves them whole.
  package init(dataDirectory: String?, complete: Bool, budget: Int? = nil) {
    self.budget = budget
    parts = CellParts(
      data: dataDirectory.map {
        DataDirectory(URL(fileURLWithPath: $0.expandingHome))
      })
    self.complete = complete
  }

  /// The plan of one cell at one seed.
  package func plan(_ seeded: SeededCell) throws(InputProblem) -> RunPlan {
    let (whole, sample) = try sized(seeded.cell)
    return try plans(of: seeded.cell, [seeded.seed], whole, sample)[0]
  }

  /// The plans of a cell at some seeds, each with those of the searches that it needs.
  private func plans(
    of cell: Cell, _ seeds: [Int], _ whole: Resolution, _ sample: SizedSample
  ) throws(InputProblem) -> [RunPlan] {
    var configurations: [Turns: CanonicalCell] = [:]
    func plan(_ seed: Int) throws(InputProblem) -> RunPlan {
      let fit = try fit(whole, sample, seed: seed)
      let divided = fit?.divided
      let resolution = divided ?? whole
      let configuration =
        configurations[resolution.turns] ?? CanonicalCell(resolution.cell, text: parts.text)
      configurations[resolution.turns] = configuration
      let others = try others(of: resolution, seed: seed)
      var plan = RunPlan(
        SeededCell(cell, seed: seed), resolution, sample,
        identity: Identity(
          of: configuration, seed: seed, data: Self.digest(sample, others),
          model: resolution.model.digest,
          semantics: OptimizerCatalog.semantics(of: resolution.cell.optimizer.name)),
        others: others)
      if divided == nil { plan.leastBytes = fit?.leastBytes }
      return plan
    }
    let searchSeeds = whole.cell.searchSeeds
    var searches: [RunPlan] = []
    for seed in searchSeeds { searches.append(try plan(seed)) }
    var plans: [RunPlan] = []
    for seed in seeds {
      if let index = searchSeeds.firstIndex(of: seed) {
        plans.append(searches[index])
      } else {
        var plan = try plan(seed)
        plan.searches = searches
        plans.append(plan)
      }
    }
    return plans
  }

  /// The tasks that a cell's weights are scored on as well.
  private func others(
    of resolution: Resolution, seed: Int
  ) throws(InputProblem) -> [RunPlan] {
    var plans: [RunPlan] = []
    for task in resolution.cell.run.alsoScore {
      do throws(InputProblem) {
        let cell = resolution.cell.scoring(task)
        let other = try self.resolution(cell)
        let sample = try sample(other)
        plans.append(
          RunPlan(
            SeededCell(cell, seed: seed), other, sample,
            identity: other.identity(of: sample.sample, seed: seed)))
      } catch {
        throw InputProblem(error.kind, at: "alsoScore, \(error.place)", error.message)
      }
    }
    return plans
  }

  /// What a run's examples are known by.
  private static func digest(_ sample: SizedSample, _ others: [RunPlan]) -> ContentDigest {
    guard !others.isEmpty else { return sample.sample.digest }
    let all = [sample.sample.digest] + others.map(\.sample.digest)
    return ContentDigest(of: all.map(\.hex).joined(separator: " "))
  }

  /// How the cell is divided to fit the budget; nil without one.
  private func fit(
    _ resolution: Resolution, _ sample: SizedSample, seed: Int
  ) throws(InputProblem) -> BudgetFit? {
    guard let budget else { return nil }
    return try BudgetFit(resolution, budget: budget) {
      // A task that cannot be had is told where the plan is made.
      let others = (try? self.others(of: $0, seed: seed)) ?? []
      return MemoryForecast($0, sample, $0.size(of: sample, seed: seed)).scoring(others)
    }
  }

  /// What one cell takes as it is, and in the smallest turns that there are for it.
  ///
  /// Nil without a budget; how large it is does not matter.
  package func extremes(
    _ seeded: SeededCell
  ) throws(InputProblem) -> (whole: Int, least: Int)? {
    let (whole, sample) = try sized(seeded.cell)
    return try fit(whole, sample, seed: seeded.seed).map { ($0.wholeBytes, $0.leastBytes) }
  }

  /// The forecast of one cell at one seed.
  package func entry(_ seeded: SeededCell) throws(InputProblem) -> PlanEntry {
    let plan = try plan(seeded)
    let isChosen = try plan.resolution.turns != resolution(seeded.cell).turns
    return try CellForecast(plan).entry(plan, budget: isChosen ? budget : nil)
  }

  /// The lines of a cell, one for each seed; what the seeds share is computed once.
  func lines(of cell: Cell, seeds: [Int]) throws(InputProblem) -> [StudyPlan.Line] {
    let (whole, sample) = try sized(cell)
    var forecasts: [Turns: CellForecast] = [:]
    var lines: [StudyPlan.Line] = []
    for plan in try plans(of: cell, seeds, whole, sample) {
      let turns = plan.resolution.turns
      let known = forecasts[turns]
      let forecast = if let known { known } else { try CellForecast(plan) }
      forecasts[turns] = forecast
      let entry = forecast.entry(plan, budget: turns == whole.turns ? nil : budget)
      lines.append(StudyPlan.Line(entry: entry, run: plan))
    }
    return lines
  }

  /// Whether a cell that cannot be planned lacks what files have: its model, or examples of it.
  func blamesFiles(_ cell: Cell) -> Bool {
    guard (try? model(cell.model.name)) != nil else { return true }
    guard let resolution = try? resolution(cell) else { return false }
    return (try? sample(resolution)) == nil
  }

  /// A cell with its examples, and the steps that these decide.
  private func sized(
    _ cell: Cell
  ) throws(InputProblem) -> (Resolution, SizedSample) {
    let resolution = try resolution(cell)
    let sample = try sample(resolution)
    return (try resolution.affording(sample), sample)
  }

  private func resolution(_ cell: Cell) throws(InputProblem) -> Resolution {
    let resolution = try Resolution(cell, model: try model(cell.model.name), parts: parts)
    if complete { try resolution.compute.check() }
    return resolution
  }

  /// The model called `name`, read and digested once.
  private func model(_ name: String) throws(InputProblem) -> PretrainedModel {
    try models.value(name) { () throws(InputProblem) in
      try PretrainedModel(name, complete: complete)
    }
  }

  /// The examples as batches of the cell take them.
  private func sample(_ resolution: Resolution) throws(InputProblem) -> SizedSample {
    let key = try SampleKey(resolution)
    return try samples.value(key) { () throws(InputProblem) in
      SizedSample(try encoding(resolution, key.encoding), resolution, orders: orders)
    }
  }

  /// The examples as ids; schemes that leave less room share those that need no more.
  private func encoding(
    _ resolution: Resolution, _ key: EncodingKey
  ) throws(InputProblem) -> EncodedSample {
    let roomy = key.allowing(resolution.maxLengthOfModel)
    if roomy != key, let sample = try? encoded(resolution, roomy), let longest = sample.longest,
      longest <= key.encoding.maxLength
    {
      return sample
    }
    return try encoded(resolution, key)
  }

  private func encoded(
    _ resolution: Resolution, _ key: EncodingKey
  ) throws(InputProblem) -> EncodedSample {
    try encodings.value(key) { () throws(InputProblem) in
      var drawn = try draws.value(key.draw) { () throws(InputProblem) in
        try TaskSample(of: resolution.task, resolution.cell.run)
      }
      drawn = try resolution.framed(drawn)
      if key.demonstrations > 0 {
        drawn.demonstrate(
          key.demonstrations, calibrating: resolution.calibration == .withDemonstrations)
      }
      return try Self.encoded(drawn, resolution, key.encoding)
    }
  }

  private static func encoded(
    _ drawn: TaskSample, _ resolution: Resolution, _ encoding: Encoding
  ) throws(InputProblem) -> EncodedSample {
    guard let tokenizer = resolution.model.tokenizer else {
      return try EncodedSample(drawn, encoder: EstimatedLengths(), encoding)
    }
    return try EncodedSample(drawn, encoder: tokenizer, encoding)
  }

  /// A plan that only asks about `examples`, of whatever origin.
  ///
  /// They stand in the place of the development data: nothing is chosen by them, and no test
  /// examples are opened.
  package func asking(
    _ seeded: SeededCell, about examples: [Example]
  ) throws(InputProblem) -> RunPlan {
    var seeded = seeded
    (seeded.cell.run.steps, seeded.cell.run.forwards) = (0, 0)
    let resolution = try resolution(seeded.cell)
    let demonstrations = resolution.scheme.learning.demonstrations
    let train =
      demonstrations > 0 ? try TaskSample(of: resolution.task, seeded.cell.run).train : []
    var drawn = try resolution.framed(TaskSample(asking: examples, train: train))
    if demonstrations > 0 {
      drawn.demonstrate(
        demonstrations, calibrating: resolution.calibration == .withDemonstrations)
    }
    let encoded = try Self.encoded(drawn, resolution, resolution.encoding())
    let sample = SizedSample(encoded, resolution)
    return RunPlan(
      seeded, resolution, sample,
      identity: resolution.identity(of: sample.sample, seed: seeded.seed))
  }

  /// The examples of a split of a cell's task, as the cell draws them.
  package func examples(of split: Split, _ cell: Cell) throws(InputProblem) -> [Example] {
    try TaskSample(of: resolution(cell).task, cell.run)[split]
  }

  /// A plan whose training takes the examples in the order of the file.
  package func planInFileOrder(_ cell: Cell) throws(InputProblem) -> RunPlan {
    let resolution = try self.resolution(cell)
    let drawn = try resolution.framed(TaskSample(inFileOrder: resolution.task, cell.run))
    var encoded = try Self.encoded(drawn, resolution, resolution.encoding())
    encoded.isShuffled = false
    let sample = SizedSample(encoded, resolution)
    return RunPlan(
      SeededCell(cell, seed: 0), resolution, sample,
      identity: resolution.identity(of: sample.sample, seed: 0))
  }
}
