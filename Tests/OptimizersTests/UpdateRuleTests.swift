import Experiments
import Foundation
import Optimizers
import Tensors
import Testing

@Suite("Update rules")
struct UpdateRuleTests {
  @Test("momentum is PyTorch's")
  func momentum() throws {
    let problem = try Parabola()
    var weights = problem.values.map(Double.init)
    var momentum = weights.map { _ in 0.0 }
    let optimizer = try OptimizerCatalog.make(
      Component("fo-sgd", ["learningRate": .number(0.1), "momentum": .number(0.9)]))
    for _ in 0..<5 {
      let before = try Parabola()
      before.set(weights.map(Float.init))
      for (index, slope) in before.exactGradient.enumerated() {
        momentum[index] = 0.9 * momentum[index] + Double(slope)
        weights[index] -= 0.1 * momentum[index]
      }
    }
    try optimizer.run(5, on: problem)
    for (found, wanted) in zip(problem.values, weights) {
      #expect(abs(Double(found) - wanted) < 1e-5)
    }
  }

  @Test("weight decay spares biases and scales")
  func decay() throws {
    let component = { (decay: Double) in
      Component("fo-sgd", ["learningRate": .number(0.1), "weightDecay": .number(decay)])
    }
    let (plain, decayed) = (try Parabola(), try Parabola())
    let start = plain.values
    try OptimizerCatalog.make(component(0)).run(1, on: plain)
    try OptimizerCatalog.make(component(0.5)).run(1, on: decayed)
    for slice in plain.layout.slices {
      for index in slice.offset..<slice.offset + slice.count {
        let wanted = slice.kind == .matrix ? -0.1 * 0.5 * start[index] : 0
        #expect(abs(decayed.values[index] - plain.values[index] - wanted) < 1e-6)
      }
    }
  }

  @Test("a cosine schedule warms up, peaks and ends at its floor")
  func schedule() {
    let schedule = Schedule.cosine(warmUp: 4, steps: 20, floor: 0.1)
    #expect(schedule.factor(step: 1) == 0.25)
    #expect(schedule.factor(step: 4) == 1)
    #expect(abs(schedule.factor(step: 12) - 0.55) < 1e-12)
    #expect(abs(schedule.factor(step: 20) - 0.1) < 1e-12)
    #expect(Schedule.constant.factor(step: 99) == 1)
  }
}
