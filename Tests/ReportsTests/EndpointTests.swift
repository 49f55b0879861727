import Foundation
import Reports
import Testing
import Vocabulary

/// Curves at smaller budgets, and what is computed from losses and searches.
struct EndpointTests {
  /// A run whose development losses are given at 500, 1,000, 1,500 and 2,000 passes, tested at
  /// 1,000 and 2,000.
  private static func run(
    _ optimizer: String, _ dev: [Double], test: [Double], seed: Int = 0, scheme: String = "ft",
    rates: [(Double, Double?)] = []
  ) -> RunResult {
    var run = Measured.run(optimizer, seed: seed, scheme: scheme, right: 80)
    run.cell.cell.run.forwards = 2000
    run.cell.cell.run.readOut = [1000]
    run.trials[0].stepsDone = 1000
    run.trials[0].spent = StepCost(forwards: 2000)
    run.trials[0].dev = dev.enumerated().map { index, loss in
      DevPoint(step: 250 * (index + 1), score: 0.8, loss: loss)
    }
    run.test?.metrics["loss"] = test[1]
    run.test?.readOuts = [
      ReadOut(
        budget: 1000, step: 500, spent: StepCost(forwards: 1000),
        dev: DevPoint(step: 500, score: 0.7, loss: dev[1]),
        metrics: ["accuracy": 0.7, "loss": test[0]])
    ]
    guard !rates.isEmpty else { return run }
    run.cell.cell.tune = ["learningRate": rates.map { .number($0.0) }]
    run.cell.cell.run.selectBy = .loss
    run.trials += rates.map { rate, loss in
      var trial = Measured.trial(peak: 1 << 20, score: 0.5)
      trial.point = ["learningRate": .number(rate)]
      trial.dev = [DevPoint(step: 100, score: 0.5, loss: loss)]
      if loss == nil { trial.outcome = .diverged(step: 3, lastFiniteLoss: 9) }
      return trial
    }
    return run
  }

  private static let set: ResultSet = {
    var zeroShot = Measured.run("none", scheme: "zero-shot", right: 50)
    zeroShot.test?.metrics["loss"] = 1
    zeroShot.trials[0].dev = [DevPoint(step: 0, score: 0.5, loss: 1)]
    (zeroShot.cell.cell.run.steps, zeroShot.cell.cell.run.forwards) = (0, 0)
    return ResultSet([
      zeroShot, run("fo-adam", [0.3, 0.2, 0.2, 0.2], test: [0.3, 0.2]),
      run(
        "zo-sgd", [0.9, 0.8, 0.7, 0.6], test: [0.8, 0.6],
        rates: [(1e-5, 0.95), (1e-4, 0.62), (1e-3, 0.6), (1e-2, nil)]),
      run("quick", [0.8, 0.6, 0.5, 0.5], test: [0.6, 0.5]),
      run("slow", [0.95, 0.9, 0.85, 0.8], test: [0.9, 0.8]),
      run("apart", [3, 4, 2, 2], test: [1e6, 1.4]),
    ])
  }()

  private func text(_ kind: TableKind) -> String {
    TextReporter().render(Self.set, kind).squeezed
  }

  @Test func gapsByBudget() {
    // Of a gap of 0.8, zo-sgd closes 0.2 and 0.4.
    let text = text(.budgets)
    #expect(text.contains("zo-sgd 1 25.0 50.0 70.0 80.0"))
    #expect(text.contains("fo-adam 1 87.5 100.0"))
    // A million is no other than the loss that lies as far above zero-shot as fo-adam below it.
    #expect(text.contains("apart 1 -100.0 -50.0"))
  }

  @Test func curvesOfEveryCell() {
    let text = text(.curves)
    #expect(text.contains("tiny-opt / mini-sst2 / ft"))
    #expect(text.contains("zo-sgd 70.0 80.0 0.800 0.600"))
    #expect(CSVReporter().render(Self.set, .curves).contains("loss1000"))
    #expect(TextReporter().render(ResultSet(Measured.study), .curves).contains("readOut"))
  }

  @Test func speedUpsAreFactorsOrBounds() {
    let text = text(.endpoints)
    // zo-sgd takes 2,000 passes to 0.6, quick 1,000, and slow never comes there.
    #expect(text.contains("quick 1 62.5 62.5 to 62.5 2.00× 1/1"))
    #expect(text.contains("slow 1 25.0 25.0 to 25.0 < 1.00× 0/1"))
    // Rates that gain 0.38 and 0.4: one power of ten; of all four 0.0625, 0.475, 0.5 and 0, the
    // mean, and the mean of the best of every three.
    #expect(text.contains("zo-sgd 1 50.0 50.0 to 50.0 1.00× 1/1"), "\(text)")
    let csv = CSVReporter().render(Self.set, .endpoints)
    let row = csv.split(separator: "\r\n").first { $0.contains(",zo-sgd,") }
    let numbers = (row ?? "").split(separator: ",").suffix(3).compactMap { Double($0) }
    #expect(numbers.count == 3)
    for (number, wanted) in zip(numbers, [1, 25.9375, 49.375]) {
      #expect(abs(number - wanted) < 1e-6, "\(numbers)")
    }
  }
}
