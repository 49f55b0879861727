import Foundation
import Graphs
import Tensors

/// A fixed linear functional of a value: what makes every operation's result one number.
struct WeightedSum: Graphs.Operation {
  static func weight(_ index: Int) -> Double { sin(1.7 * Double(index) + 0.3) + 0.25 }

  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }

  func run(_ pass: Pass) {
    for lane in 0..<pass.lanes {
      let x = pass.input(0, lane: lane)
      pass.output(lane: lane)[0] = Float(Self.apply(x.array.map(Double.init)))
    }
  }

  static func apply(_ x: [Double]) -> Double {
    x.indices.reduce(0) { $0 + weight($1) * x[$1] }
  }

  func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.send(cotangents.derive(Spread(), inputs[0], gradient), to: inputs[0])
  }

  func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { tangents[0].map { graph.add(self, $0) } }

  /// The functional's gradient: its weights times the one number that comes back.
  struct Spread: Graphs.Operation {
    func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

    func run(_ pass: Pass) {
      for lane in 0..<pass.lanes {
        let (output, gradient) = (pass.output(lane: lane), pass.input(1, lane: lane)[0])
        for index in 0..<output.count { output[index] = Float(weight(index)) * gradient }
      }
    }

    func gradient(
      of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
    ) {}

    func tangent(
      of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
    ) -> NodeID? { nil }
  }
}
