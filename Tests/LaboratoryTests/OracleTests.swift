import Foundation
import Laboratory
import Tensors
import Testing
import Training
import Vocabulary

/// Agreement with transformers; `ZOBENCH_ORACLE` names directories of further checkpoints, with
/// colons between them.
@Suite("Against transformers")
struct OracleTests {
  @Test("token ids are the same, log-probabilities within 2e-4", arguments: Oracle.directories)
  func scores(directory: URL) throws {
    let oracle = try Oracle(directory)
    let scorer = try TextScorer(model: directory.path)
    var worst = 0.0
    for text in oracle.texts {
      let scores = try scorer.score(text.text)
      #expect(scores.ids == text.ids, "\(text.text)")
      let wanted = text.logprobs ?? []
      try #require(scores.logprobs.count == wanted.count)
      for (found, wanted) in zip(scores.logprobs, wanted) {
        worst = max(worst, abs(Double(found) - wanted))
      }
    }
    note("log-probability", worst, directory)
    #expect(oracle.texts.contains { $0.text.isEmpty })
    #expect(worst < 2e-4)
  }

  @Test("gradient norms are within 1e-3 of their size", arguments: Oracle.directories)
  func gradients(directory: URL) throws {
    let oracle = try Oracle(directory)
    let problem = try DocumentProblem(directory, oracle.batch)
    _ = try problem.lossAndGradient()
    let layout = problem.weights.layout
    #expect(Set(layout.slices.map(\.name)) == Set(oracle.gradients.keys))
    let scale = oracle.gradients.values.max() ?? 0
    var worst = 0.0
    for slice in layout.slices {
      let values = problem.gradient(slice).array.map(Double.init)
      let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let wanted = try #require(oracle.gradients[slice.name])
      // The gradient of a key's bias is zero but for rounding: softmax ignores a shift.
      let deviation = abs(norm - wanted) / max(wanted, 1e-5 * scale)
      #expect(deviation < 1e-3, "\(slice.name): \(norm), not \(wanted)")
      worst = max(worst, deviation)
    }
    note("gradient norm (relative)", worst, directory)
  }

  @Test("losses of SGD and AdamW are within 1e-3 for ten steps", arguments: Oracle.directories)
  func traces(directory: URL) throws {
    let oracle = try Oracle(directory)
    let sgd = Component("fo-sgd", ["learningRate": .number(0.05)])
    let adam = Component("fo-adam", ["learningRate": .number(1e-3)])
    for (component, wanted) in [(sgd, oracle.sgd), (adam, oracle.adamw)] {
      let problem = try DocumentProblem(directory, oracle.batch)
      let found = try problem.trace(component, steps: wanted.count)
      let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
      note("\(component.name) trace", worst, directory)
      #expect(wanted.count == 10)
      #expect(worst < 1e-3)
    }
  }

  /// Deviations are of interest when other checkpoints are looked at by hand.
  private func note(_ quantity: String, _ worst: Double, _ directory: URL) {
    guard ProcessInfo.processInfo.environment["ZOBENCH_ORACLE"] != nil else { return }
    print("\(directory.path): \(quantity): worst deviation \(worst)")
  }
}
