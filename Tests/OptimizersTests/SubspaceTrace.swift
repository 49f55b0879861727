import Foundation
import Tensors
import Vocabulary

/// Weights and state of some steps, computed outside of Swift (scripts/fixtures/traces).
struct SubspaceTrace: Decodable {
  struct Parameter: Decodable {
    var name: String
    var rows: Int
    var columns: Int
    /// Whether it is moved as a matrix.
    var isMatrix: Bool
  }

  /// Factors of every matrix, vector by vector; empty of a vector.
  struct Draw: Decodable {
    var left: [[Float]]
    var right: [[Float]]
  }

  struct Step: Decodable {
    /// Coordinates of the direction of each query and parameter.
    var directions: [[[Float]]]
    /// All weights after the step.
    var weights: [Float]
    /// What the first slot of the rules holds after the step; nil where nothing is kept.
    var state: [Float]?
  }

  var optimizer: String
  var settings: [String: Double]
  var parameters: [Parameter]
  /// κ and γ of the parabola.
  var coupling: Float
  var cubic: Float
  var initial: [Float]
  var draws: [Draw]?
  var steps: [Step]

  static func read(_ name: String) throws -> SubspaceTrace {
    let name = "Fixtures/traces/\(name)"
    guard let url = Bundle.module.url(forResource: name, withExtension: "json") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try JSONDecoder().decode(SubspaceTrace.self, from: Data(contentsOf: url))
  }

  var component: Component {
    Component(
      optimizer,
      settings.mapValues { $0 == $0.rounded() ? .integer(Int($0)) : .number($0) })
  }

  /// The loss of the trace at its first weights.
  func problem() throws -> Parabola {
    var layout = Layout()
    for parameter in parameters {
      layout.add(
        parameter.name, parameter.isMatrix ? .matrix : .bias, rows: parameter.rows,
        columns: parameter.columns)
    }
    let problem = try Parabola(layout)
    (problem.coupling, problem.cubic) = (coupling, cubic)
    problem.set(initial)
    return problem
  }
}

/// ‖found − wanted‖ / ‖wanted‖.
func relativeDistance(_ found: [Float], _ wanted: [Float]) -> Double {
  norm(zip(found, wanted).map { $0 - $1 }) / norm(wanted)
}
