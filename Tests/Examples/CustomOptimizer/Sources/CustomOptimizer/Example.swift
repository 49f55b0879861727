import Optimizers
import Tensors
import Vocabulary

/// Registers an optimizer of this package, runs it on a quadratic, and checks what was declared.
@main
struct Example {
  static let steps = 200

  static func main() throws {
    let catalog = OptimizerCatalog.standard.adding(ClippedNesterov.self)
    for name in ["zo-sgd", ClippedNesterov.name] {
      try run(catalog.make(Component(name, ["learningRate": .number(0.02)])), called: name)
    }
  }

  private static func run(_ optimizer: Optimizer, called name: String) throws {
    let problem = try Quadratic()
    let layout = problem.weights.layout
    let everything = Set(layout.slices.map(\.index))
    let forecast = Iterate.memory(layout, trainable: everything, optimizer: optimizer)
    let ledger = Ledger()
    let iterate = try Iterate(
      problem.weights, trainable: everything, optimizer: optimizer, horizon: steps, ledger: ledger)
    problem.directions = iterate.distribution
    let before = problem.loss
    for step in 0..<steps {
      if step % 50 == 0 { print("\(name)  step \(step)  loss \(problem.loss)") }
      let estimate = try iterate.estimate(
        key: RandomKey(seed: 1).folding(UInt64(step)), on: problem)
      iterate.descend(by: estimate) { problem.gradient($0) }
    }
    print("\(name)  step \(steps)  loss \(problem.loss)")
    let declared = optimizer.cost(over: steps, layout, trainable: everything).forwards
    try require(ledger.live == forecast, "\(ledger.live) bytes, not \(forecast)")
    try require(problem.forwards == declared, "\(problem.forwards) passes, not \(declared)")
    try require(problem.loss < 0.5 * before, "the loss went from \(before) to \(problem.loss)")
    print("\(name)  forecast = measured: \(forecast.total) bytes, \(declared) forward passes")
  }

  private static func require(_ condition: Bool, _ text: String) throws {
    if !condition { throw Broken(text: text) }
  }

  struct Broken: Error { var text: String }
}
