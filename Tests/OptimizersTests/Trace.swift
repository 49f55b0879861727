import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// Steps of an optimizer that were computed outside of Swift from its source's formula, by
/// `scripts/fixtures/traces`, on `loss` with given directions.
struct Trace: Decodable {
  struct Parameter: Decodable {
    var name: String
    var rows: Int
    var columns: Int
  }

  struct Step: Decodable {
    /// z of each query, all parameters one after another.
    var directions: [[Double]]
    /// The weights after the step.
    var weights: [Double]
    /// What is remembered after the step, in the optimizer's own order.
    var state: [Double]
  }

  var optimizer: String
  var settings: [String: Double]
  var parameters: [Parameter]
  var initial: [Double]
  var steps: [Step]

  /// Reads `Fixtures/traces/NAME.json`.
  init(named name: String) throws {
    let root = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let file = root.appending(path: "traces/\(name).json")
    self = try JSONDecoder().decode(Trace.self, from: Data(contentsOf: file))
  }

  /// The optimizer with the trace's settings.
  func make() throws -> Optimizer {
    try OptimizerCatalog.make(
      Component(
        optimizer,
        settings.mapValues { value in
          value == value.rounded() ? .integer(Int(value)) : .number(value)
        }))
  }

  /// `Σ wᵢ·log cosh(θᵢ − tᵢ) + 0.02·(Σ θᵢ)²`, the loss of all traces.
  static func loss(_ weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    return weights.enumerated().reduce(0.02 * total * total) { sum, element in
      let (weight, target) = (0.5 + 0.1 * Double(element.offset % 5), Double(element.offset % 4))
      return sum + weight * log(cosh(element.element - (0.3 * target - 0.4)))
    }
  }

  /// `weights + Σ scale · z`, z the step's directions by the number of the query in the key.
  static func moved(
    _ weights: [Double], by terms: [DirectionTerm], of step: Step, _ keys: ProbeStep
  ) -> [Double] {
    var moved = weights
    for term in terms {
      guard
        let query = step.directions.indices.first(where: { keys.key(query: $0) == term.key })
      else { continue }
      for index in moved.indices {
        moved[index] += Double(term.scale) * step.directions[query][index]
      }
    }
    return moved
  }

  /// Follows the trace with an estimator and plain descent.
  ///
  /// - Returns: the largest difference of weights and of state, relative to the trace's largest.
  func difference(of estimator: any Estimator, rate: Double) throws -> Double {
    var (weights, memory) = (initial, [Float](repeating: 0, count: estimator.memory(parts: 0)))
    var largest = 0.0
    for (number, wanted) in steps.enumerated() {
      var step = ProbeStep(
        key: RandomKey(seed: number), moment: Moment(step: number + 1), memory: memory)
      step.elements = initial.count
      let estimate = try estimator.estimate(step) { places in
        places.map { Float(Self.loss(Self.moved(weights, by: $0.terms, of: wanted, step))) }
      }
      let back = (estimate.terms ?? []).map {
        DirectionTerm(key: $0.key, scale: Float(-rate) * $0.scale, part: $0.part)
      }
      weights = Self.moved(weights, by: back, of: wanted, step)
      memory = estimator.learn(from: estimate, step)
      largest = max(
        largest, Self.relative(weights, wanted.weights),
        Self.relative(memory.map(Double.init), wanted.state))
    }
    return largest
  }

  private static func relative(_ found: [Double], _ wanted: [Double]) -> Double {
    guard found.count == wanted.count else { return .infinity }
    let scale = wanted.map(abs).max() ?? 1
    return zip(found, wanted).map { abs($0 - $1) / scale }.max() ?? 0
  }
}
