import Vocabulary

/// Wall seconds of cells, forecast from a few steps of each kind of cell on this machine.
///
/// A calibration run makes `steps` training steps and one evaluation of a few examples; a cell's
/// time is taken to grow with its steps, and with the examples that it evaluates. It knows nothing
/// of other cells that run at the same time.
package struct TimeForecast: Sendable {
  /// What a calibration measured.
  package struct Rates: Hashable, Sendable {
    /// Seconds of a training step.
    package var step: Double
    /// Seconds of evaluating an example.
    package var example: Double
    /// Seconds before the first step.
    package var setUp: Double
  }

  private let planner: Planner
  private let threads: Int
  private static let steps = 3
  private static let examples = 32

  package init(planner: Planner, threads: Int) {
    self.planner = planner
    self.threads = threads
  }

  /// The seconds of every entry, as one job would take them; nil where a calibration failed.
  ///
  /// Each kind of cell is calibrated once.
  package func seconds(of entries: [PlanEntry]) -> [Double?] {
    var known: [String: Rates?] = [:]
    return entries.map { entry in
      let cell = calibrated(entry.cell.cell)
      let key = canonicalJSON(cell)
      let rates = known[key] ?? measure(cell)
      known[key] = rates
      return rates.map { seconds(of: entry, $0) }
    }
  }

  /// A small run of the same model, task, scheme and optimizer.
  private func calibrated(_ cell: Cell) -> Cell {
    var cell = cell
    cell.optimizer.settings.merge(cell.points.first ?? [:]) { _, new in new }
    cell.tune = [:]
    (cell.run.steps, cell.run.forwards, cell.run.evaluations) = (Self.steps, 0, 1)
    cell.run.dev = min(cell.run.dev, Self.examples)
    cell.run.test = 1
    return cell
  }

  private func measure(_ cell: Cell) -> Rates? {
    let runner = GridRunner(
      jobs: 1, threads: threads, memoryLimit: nil,
      interruption: Interruption(), observers: [],
      registry: .init(claim: { _, _ in true }, finishedTrials: { _ in [:] }))
    guard let result = runner.run(planner.plan([SeededCell(cell, seed: 0)])).first ?? nil,
      let trial = result.trials.first
    else { return nil }
    let steps = Double(max(trial.stepsDone, 1))
    return Rates(
      step: trial.seconds.training / steps,
      example: trial.seconds.evaluation / Double(max(cell.run.dev, 1)), setUp: trial.seconds.setUp)
  }

  private func seconds(of entry: PlanEntry, _ rates: Rates) -> Double {
    let run = entry.cell.cell.run
    let trials = Double(max(entry.cell.cell.points.count, 1))
    let evaluations = Double(entry.steps > 0 ? max(1, run.evaluations) : 1)
    let examples = trials * evaluations * Double(run.dev) + Double(run.test)
    return trials * rates.setUp + Double(entry.steps) * rates.step + examples * rates.example
  }
}
