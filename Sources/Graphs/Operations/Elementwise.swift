import Tensors

/// `a + b`.
package struct Add: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "add: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) { Kernels.add(lane.input(0), lane.input(1), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.send(gradient, to: inputs[0])
    cotangents.send(gradient, to: inputs[1])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { Tangents.sum(tangents, &graph) }

  package var reusableInput: Int? { 0 }
}

/// `a ∘ b`, as in gated feed-forward layers.
package struct Multiply: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "multiply: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) { Kernels.multiply(lane.input(0), lane.input(1), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    for (this, other) in [(0, 1), (1, 0)] where cotangents.needs(inputs[this]) {
      cotangents.send(cotangents.derive(Multiply(), gradient, inputs[other]), to: inputs[this])
    }
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let left = tangents[0].map { graph.add(Multiply(), $0, inputs[1]) }
    let right = tangents[1].map { graph.add(Multiply(), $0, inputs[0]) }
    return Tangents.sum([left, right], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// An activation function, element by element.
package struct Activate: LaneOperation {
  package var function: Activation

  package init(_ function: Activation) { self.function = function }

  package func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) { Kernels.activate(function, lane.input(0), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    let slope = cotangents.derive(ActivateSlope(function: function), inputs[0], gradient)
    cotangents.send(slope, to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(ActivateSlope(function: function), inputs[0], $0) }
  }

  package var reusableInput: Int? { 0 }
}

/// `f'(x) ∘ d`: gradient and tangent of an activation alike.
struct ActivateSlope: DerivedOperation, LaneOperation {
  var function: Activation
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.activateGradient(function, lane.input(0), lane.input(1), into: lane.output)
  }
  var reusableInput: Int? { 1 }
}

/// `a + factor · b`, as a low-rank update joins the layer beside it.
package struct AddScaled: LaneOperation {
  package var factor: Float

  package init(_ factor: Float) { self.factor = factor }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "add: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.add(factor, times: lane.input(1), to: lane.output)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.send(gradient, to: inputs[0])
    guard cotangents.needs(inputs[1]) else { return }
    cotangents.send(cotangents.derive(Scale(factor: factor), gradient), to: inputs[1])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let scaled = tangents[1].map { graph.add(Scale(factor: factor), $0) }
    return Tangents.sum([tangents[0], scaled], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// `factor · x`.
struct Scale: DerivedOperation, LaneOperation {
  var factor: Float
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    Kernels.add(factor, times: lane.input(0), to: lane.output)
  }
}

/// `x ∘ s` in every row, with a vector parameter s, as IA³ learns.
package struct ScaleColumns: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[1] == Shape(.fixed(1), inputs[0].columns), "scale: another width")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    let scale = lane.vector(1)
    for start in stride(from: 0, to: lane.output.count, by: scale.count) {
      Kernels.multiply(
        lane.input(0).part(start, scale.count), scale,
        into: lane.output.part(start, scale.count))
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      cotangents.send(cotangents.derive(ScaleColumns(), gradient, inputs[1]), to: inputs[0])
    }
    guard cotangents.needs(inputs[1]) else { return }
    let products = cotangents.derive(Multiply(), gradient, inputs[0])
    cotangents.accumulate(ColumnSums(), into: inputs[1], products)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let moving = tangents[0].map { graph.add(self, $0, inputs[1]) }
    let scaling = tangents[1].map { graph.add(self, inputs[0], $0) }
    return Tangents.sum([moving, scaling], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// `cap · tanh(x / cap)`: what bends towards a bound, as Gemma 2's logits do.
package struct SoftCap: LaneOperation {
  package var cap: Float

  /// - Parameter cap: above 0.
  package init(_ cap: Float) { self.cap = cap }

  package func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.scale(lane.output, by: 1 / cap)
    Kernels.activate(.tanh, lane.output, into: lane.output)
    Kernels.scale(lane.output, by: cap)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(SoftCapSlope(cap: cap), inputs[0], gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(SoftCapSlope(cap: cap), inputs[0], $0) }
  }

  package var reusableInput: Int? { 0 }
}

/// `(1 − tanh²(x / cap)) ∘ d`: gradient and tangent alike.
struct SoftCapSlope: DerivedOperation, LaneOperation {
  var cap: Float
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.scale(lane.output, by: 1 / cap)
    Kernels.activateGradient(.tanh, lane.output, lane.input(1), into: lane.output)
  }
}
