import Graphs
import Models
import Schemes
import Tasks
import Tensors
import Vocabulary

/// What a linear probe learns from: the right answers' tokens, each a class.
struct ProbeData {
  private let examples: [EncodedExample]

  init(_ examples: [EncodedExample]) { self.examples = examples }

  /// Tokens of right answers.
  var count: Int { examples.reduce(0) { $0 + $1.candidates[$1.gold].scored } }

  var classes: Set<Int32> { Set(examples.flatMap { $0.candidates[$0.gold].targets }) }

  /// The right answers of the examples that are read together.
  func batch(_ range: Range<Int>) -> Batch { Packer.right(examples[range]) }

  var ranges: [Range<Int>] { StepBatch.ranges(of: examples.count, by: RunPlan.evaluationBatch) }

  var capacity: Extents {
    ranges.reduce(Extents()) { $0.union(batch($1).extents) }
  }

  /// Why there is nothing to fit; nil if there is.
  var refusal: String? {
    let labels = Set(examples.map { $0.candidates.map(\.targets) })
    guard labels.count == 1 else {
      return "a linear probe needs the same answers in every example; "
        + "for this task choose the scheme head"
    }
    return classes.count > 1 ? nil : "the training examples have one class only"
  }
}

/// What is executed to read features.
struct FeatureProgram {
  let program: Program
  let setting: Program.Setting
  let features: NodeID
  let width: Int

  init(_ resolution: Resolution) {
    var graph = Graph(resolution.layout)
    let hidden = resolution.network.hidden(&graph)
    let rows = graph.add(GatherScored(), hidden)
    features = resolution.network.features(&graph, of: rows)
    width = graph.shape(features).columns
    program = Program(graph, outputs: [features])
    setting = Program.Setting(format: resolution.format, compute: resolution.compute)
  }

  /// Bytes of the passes, and then of the fit, each beside `features` rows that are kept.
  func memory(
    capacity: Extents, features: Int, classes: Int
  ) -> (passes: AccountBytes, fit: AccountBytes) {
    let kept = blueprint(rows: features)
    let fit = ProbeRows.blueprint(examples: features, width: width, classes: classes)
    return (program.memory(setting, capacity: capacity) + kept.bytes, (kept + fit).bytes)
  }

  /// The features that are kept for the fit.
  func blueprint(rows: Int) -> Blueprint { [.floats("features", rows * width, .data)] }
}

/// Fits a linear probe to a cell's training examples and writes it into the weights.
struct ProbeFit {
  let plan: RunPlan
  let weights: ParameterStore
  let ledger: Ledger

  /// - Throws: `Interrupted`, `OutOfMemory`, or a problem if there is nothing to fit.
  func run(_ interruption: Interruption) throws {
    if let refusal = plan.refusal { throw InputProblem(at: "scheme linear-probe", refusal) }
    let data = ProbeData(plan.sample.train)
    let program = FeatureProgram(plan.resolution)
    let memory = try program.blueprint(rows: data.count).build(ledger)
    let features = memory.floats("features")
    let targets = try collect(data, program, into: features, interruption)
    let rows = try ProbeRows(
      features: features, width: program.width, targets: targets, ledger: ledger,
      stop: { interruption.isRequested })
    guard let rows else { throw Interrupted() }
    withExtendedLifetime(memory) { plan.resolution.network.write(rows, to: weights) }
  }

  /// Fills the rows of features, and gives the token that is right for each.
  private func collect(
    _ data: ProbeData, _ program: FeatureProgram, into features: FloatView,
    _ interruption: Interruption
  ) throws -> [Int] {
    let executor = try Executor(
      program.program, program.setting, weights: weights, capacity: plan.memory.probeCapacity,
      ledger: ledger)
    var targets: [Int] = []
    for range in data.ranges {
      if interruption.isRequested { throw Interrupted() }
      let batch = data.batch(range)
      executor.load(batch)
      executor.run()
      let values = executor.value(program.features)
      for (row, token) in zip(batch.pickRows, batch.pickTokens) {
        features.part(targets.count * program.width, program.width)
          .copy(from: values.part(Int(row) * program.width, program.width))
        targets.append(Int(token))
      }
    }
    return targets
  }
}
