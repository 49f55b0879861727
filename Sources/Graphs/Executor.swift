import Tensors
import Vocabulary

/// Runs a program: walks its nodes for several lanes at once, in memory planned beforehand.
package final class Executor {
  package let program: Program
  package let setting: Program.Setting
  private let plan: MemoryPlan
  private let memory: Allocation
  private let arena: FloatView
  private let scratch: FloatView
  private let cache: FloatView
  private var batch: BatchBuffer
  private let reader: WeightReader
  private let half: HalfProducts?
  private let gradients: ParameterStore?
  private let counter = FlopCounter()
  private var times: NodeTimes?
  /// What leaves memory after every use; nil where nothing does.
  private let stream: WeightStream?

  /// - Parameters:
  ///   - weights: the parameters of the program's layout.
  ///   - gradients: where gradients are summed, if the program computes them; f32.
  ///   - capacity: the largest batch that will be run.
  package init(
    _ program: Program, _ setting: Program.Setting, weights: ParameterStore,
    gradients: ParameterStore? = nil, capacity: Extents, ledger: Ledger
  ) throws(OutOfMemory) {
    precondition(program.writesGradients == (gradients != nil), "gradients need a store")
    precondition(weights.format == setting.format, "the setting's format is not the store's")
    self.program = program
    self.setting = setting
    self.gradients = gradients
    stream = weights.isStreaming ? WeightStream(program.graph, weights) : nil
    plan = MemoryPlan(
      program.graph, outputs: program.outputs, capacity: capacity, lanes: setting.lanes)
    memory = try program.blueprint(setting, plan, capacity).build(ledger)
    arena = memory.floats("arena")
    cache = memory.floats("cache")
    scratch = memory.floats("operations")
    batch = BatchBuffer(capacity: capacity, memory)
    reader = WeightReader(
      weights, scratch: memory.floats("reader"), program.needs(setting))
    half =
      setting.compute == .bf16
      ? HalfProducts(
        scratch: memory.floats("half"),
        panelFloats: program.halfFloats(setting, capacity).panel) : nil
  }

  /// Floating-point operations of matrix products so far, over all lanes.
  package var flops: Double { counter.flops }

  /// Seconds so far in which panels of weights were read, converted and displaced.
  package var readingSeconds: Double { reader.seconds }

  /// Bytes of stored weights that were read in these seconds, once for all lanes.
  package var readingBytes: Int { reader.bytes }

  /// Measures every operation from now on.
  package func measureOperations() { times = NodeTimes(program.graph) }

  /// What operations took and did since they are measured, the longest kind first; empty if they
  /// are not.
  package var operationWork: [OperationWork] {
    times?.work(program.graph) { reader.store.view($0).byteCount } ?? []
  }

  /// What z is, for displaced reads.
  package var distribution: any DirectionDistribution {
    get { reader.distribution }
    set { reader.distribution = newValue }
  }

  /// What the loss is multiplied by where its gradient begins: a batch's part in a mean of several.
  package var lossWeight: Float = 1

  /// Takes a batch; it stays until the next one.
  package func load(_ batch: Batch) { self.batch.load(batch) }

  /// Evaluates the program on the loaded batch, one lane per displacement.
  ///
  /// `tangent` is the direction along which tangent programs differentiate.
  package func run(
    at displacements: [Displacement] = [.none], tangent: RandomKey? = nil
  ) {
    precondition(!displacements.isEmpty && displacements.count <= setting.lanes)
    precondition(
      setting.displaced || displacements.allSatisfy(\.terms.isEmpty),
      "the setting does not displace")
    precondition(
      displacements.allSatisfy { $0.each == nil } || setting.byExample && batch.isDivided,
      "examples are not separate")
    reader.displacements = displacements
    reader.tangentKey = tangent
    let graph = program.graph
    let values: (NodeID, Int) -> FloatView = { self.value($0, lane: $1) }
    let view = batch.view
    let earlier =
      program.cacheColumns > 0
      ? CacheView(floats: cache, rows: setting.cacheRows) : nil
    times?.begin(batch.extents, lanes: displacements.count)
    let observer = displacements == [.none] ? reader.distribution.inputs : nil
    for index in graph.nodes.indices {
      guard case .operation(let operation, let inputs) = graph.nodes[index].source else {
        continue
      }
      if let observer, let weight = graph.linearWeight(of: operation, inputs) {
        observer.observe(value(inputs[0]), of: weight)
      }
      let start = times == nil ? nil : ContinuousClock.now
      stream?.willRun(index)
      defer { stream?.didRun(index) }
      operation.run(
        Pass(
          node: NodeID(index: index), inputs: inputs, lanes: displacements.count,
          extents: batch.extents, batch: view,
          scratch: scratch, weights: reader,
          counter: counter, values: values, graph: graph, cache: earlier, half: half,
          lossWeight: lossWeight))
      if let start { times?.add(ContinuousClock.now - start, at: index) }
    }
  }

  /// The value of a node after a run; outputs only, others may have been overwritten.
  package func value(_ id: NodeID, lane: Int = 0) -> FloatView {
    let node = program.graph[id]
    let count = node.shape.count(batch.extents)
    switch node.storage {
    case .arena:
      guard let offset = plan.offsets[id.index] else { preconditionFailure("not in the arena") }
      return arena.part(offset + lane * plan.sizes[id.index], count)
    case .inside(let other, let offset):
      return value(other, lane: lane).part(offset(batch.extents), count)
    case .gradient(let slice):
      guard let gradients, let view = gradients.view(slice).floats else {
        preconditionFailure("gradients need an f32 store")
      }
      return view
    case .parameter:
      preconditionFailure("a parameter has no value of its own")
    }
  }
}
