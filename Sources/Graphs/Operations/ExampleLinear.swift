import Tensors

/// `Linear` where every example's weights are displaced along a direction of its own.
///
/// `y = W·x + b + scale · r ∘ (U·(s ∘ x))` with the signs r, s of the row's example: one more
/// product, and none of the directions is made (GRZO, arXiv:2606.02857). Signs are turned where the
/// numbers lie and turned back, which is exact, so that no copy is needed. A direction that is the
/// sum of outer products a·bᵀ adds scale · (x·b)·a instead, which takes in + out multiplications a
/// row: the product of W is all that is thick (EGGROLL, arXiv:2511.16652).
struct ExampleLinear: DerivedOperation {
  /// Whether W is displaced; its product is counted twice then.
  var variesWeight: Bool
  /// Outer products of a direction; nil where it is U with signs turned.
  var outerProducts: Int?

  func shape(_ inputs: [Shape]) -> Shape { Linear().shape(inputs) }

  func run(_ pass: Pass) {
    Linear().run(pass)
    let weight = pass.parameter(1).slice
    if pass.weights.varies(weight) {
      if let outerProducts {
        addOuterProducts(outerProducts, weight, pass)
      } else {
        addProducts(weight, pass)
      }
    }
    guard pass.inputs.count > 2 else { return }
    let bias = pass.parameter(2).slice
    if pass.weights.varies(bias) { addBias(bias, pass) }
  }

  private func addProducts(_ weight: Slice, _ pass: Pass) {
    turn(weight, pass)
    let rows = pass.input(0, lane: 0).count / weight.columns
    pass.weights.forEachPattern(of: weight) { start, panel in
      let count = panel.count / weight.columns
      for lane in 0..<pass.lanes {
        guard let each = pass.weights.displacements[lane].each else { continue }
        pass.multiply(
          MatrixView(pass.input(0, lane: lane), rows: rows, columns: weight.columns),
          MatrixView(panel, rows: count, columns: weight.columns).transposed,
          into: MatrixView(
            pass.output(lane: lane), offset: start, rows: rows, columns: count,
            leading: weight.rows),
          alpha: each.scale, beta: 1)
      }
    }
    turn(weight, pass)
  }

  private func addOuterProducts(_ count: Int, _ weight: Slice, _ pass: Pass) {
    for lane in 0..<pass.lanes {
      guard let each = pass.weights.displacements[lane].each else { continue }
      let (x, y) = (pass.input(0, lane: lane), pass.output(lane: lane))
      pass.forEachExample { example, rows in
        for number in 0..<count {
          guard
            let b = pass.weights.factor(
              .columns, number, of: weight, lane: lane, example: example),
            let a = pass.weights.factor(.rows, number, of: weight, lane: lane, example: example)
          else { return }
          for row in rows {
            let slope = Kernels.dot(x.part(row * weight.columns, weight.columns), b)
            Kernels.add(each.scale * slope, times: a, to: y.part(row * weight.rows, weight.rows))
          }
          pass.counter.count(rows: rows.count, weight.rows + weight.columns)
        }
      }
    }
  }

  /// Turns the signs of x by s and those of y by r; a second time, turns them back.
  private func turn(_ weight: Slice, _ pass: Pass) {
    for (side, columns) in [(MatrixSide.columns, weight.columns), (.rows, weight.rows)] {
      for lane in 0..<pass.lanes {
        let value = side == .columns ? pass.input(0, lane: lane) : pass.output(lane: lane)
        pass.forEachExample { example, rows in
          guard
            let signs = pass.weights.factor(side, of: weight, lane: lane, example: example)
          else { return }
          for row in rows {
            let place = value.part(row * columns, columns)
            Kernels.multiply(place, signs, into: place)
          }
        }
      }
    }
  }

  private func addBias(_ bias: Slice, _ pass: Pass) {
    pass.forEachExample { example, rows in
      pass.weights.example = example
      for lane in 0..<pass.lanes {
        guard let change = pass.weights.change(of: bias, lane: lane, slot: 2) else { continue }
        Kernels.add(
          row: change,
          toRowsOf: pass.output(lane: lane).part(
            rows.lowerBound * bias.count, rows.count * bias.count))
      }
    }
    pass.weights.example = nil
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    let plain = Linear().flops(inputs, output, extents)
    guard variesWeight else { return plain }
    guard let outerProducts else { return 2 * plain }
    let thin = extents.count(output.rows) * outerProducts * (inputs[0].columns + output.columns)
    return plain + 2 * Double(thin)
  }
}

extension Pass {
  /// Calls `body` with each example and its rows of this node's value.
  fileprivate func forEachExample(_ body: (Int, Range<Int>) -> Void) {
    let kind = graph.shape(node).rows
    for example in 0..<extents.examples {
      let rows = batch.rows(of: example, kind, extents)
      if !rows.isEmpty { body(example, rows) }
    }
  }
}
