import Graphs
import Tensors
import Testing

/// The arena's intervals, checked pair by pair against a liveness that is worked out here.
@Suite struct MemoryPlanTests {
  @Test(arguments: OperationCase.all, [1, 3])
  func valuesThatLiveTogetherLieApart(_ subject: OperationCase, _ lanes: Int) throws {
    for (name, program) in try Bench(subject).programs {
      let plan = MemoryPlan(
        program.graph, outputs: program.outputs, capacity: subject.batch.extents, lanes: lanes)
      let ends = Self.ends(program)
      let kept = plan.offsets.indices.filter { plan.offsets[$0] != nil }
      for later in kept {
        for earlier in kept where earlier < later && ends[earlier] >= later {
          guard Self.overlap(plan, earlier, later, lanes) else { continue }
          #expect(
            ends[earlier] == later && Self.takesOver(program.graph, later, earlier)
              && plan.offsets[earlier] == plan.offsets[later],
            "\(name): node \(later) overwrites node \(earlier)")
        }
      }
    }
  }

  @Test(arguments: OperationCase.all)
  func theArenaHoldsEveryValueAndNoMore(_ subject: OperationCase) throws {
    for (name, program) in try Bench(subject).programs {
      let plan = MemoryPlan(
        program.graph, outputs: program.outputs, capacity: subject.batch.extents, lanes: 2)
      var highest = 0
      for (index, node) in program.graph.nodes.enumerated() {
        guard let offset = plan.offsets[index] else { continue }
        #expect(offset >= 0 && offset % 16 == 0)
        #expect(plan.sizes[index] >= node.shape.count(subject.batch.extents))
        highest = max(highest, offset + 2 * plan.sizes[index])
      }
      #expect(plan.arenaFloats == highest, "\(name)")
    }
  }

  /// Per node: the last node that reads its memory, itself or through a part.
  private static func ends(_ program: Program) -> [Int] {
    let graph = program.graph
    var ends = Array(graph.nodes.indices)
    for index in graph.nodes.indices {
      for input in graph.inputs(of: NodeID(index: index)) { note(input, index) }
    }
    for output in program.outputs { note(output, graph.nodes.count) }
    func note(_ id: NodeID, _ time: Int) {
      ends[id.index] = max(ends[id.index], time)
      if case .inside(let host, _) = graph.nodes[id.index].storage { note(host, time) }
    }
    return ends
  }

  private static func overlap(_ plan: MemoryPlan, _ a: Int, _ b: Int, _ lanes: Int) -> Bool {
    guard let left = plan.offsets[a], let right = plan.offsets[b] else { return false }
    return left < right + lanes * plan.sizes[b] && right < left + lanes * plan.sizes[a]
  }

  /// Whether the operation of `node` says that it may work in the place of `input`.
  private static func takesOver(_ graph: Graph, _ node: Int, _ input: Int) -> Bool {
    guard case .operation(let operation, let inputs) = graph.nodes[node].source else {
      return false
    }
    return operation.reusableInput.map { inputs[$0].index == input } ?? false
  }
}
