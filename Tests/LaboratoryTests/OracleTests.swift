import Foundation
import Laboratory
import Tensors
import Testing
import Training
import Vocabulary

/// Agreement with transformers; `ZOBENCH_ORACLE` names directories of further checkpoints, with
/// colons between them.
@Suite("Against transformers", .tags(.oracle))
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

  @Test("every element of the gradient is the same", arguments: Oracle.directories)
  func gradients(directory: URL) throws {
    let problem = try DocumentProblem(directory, try Oracle(directory).batch)
    _ = try problem.lossAndGradient()
    let layout = problem.weights.layout
    let expected = try Oracle.gradients(directory)
    #expect(Set(layout.slices.map(\.name)) == Set(expected.keys))
    func largest(_ values: [Float]) -> Double { values.lazy.map { Double(abs($0)) }.max() ?? 0 }
    let scale = expected.values.map(largest).max() ?? 0
    var worst = 0.0
    for slice in layout.slices {
      let found = problem.gradient(slice).array
      let wanted = try #require(expected[slice.name])
      try #require(found.count == wanted.count)
      // The gradient of a key's bias is zero but for rounding: softmax ignores a shift.
      let size = max(largest(wanted), 1e-5 * scale)
      let deviation = largest(zip(found, wanted).map { $0 - $1 }) / size
      #expect(deviation < 1e-3, "\(slice.name): \(deviation) of its largest element")
      worst = max(worst, deviation)
    }
    note("gradient element (of the parameter's largest)", worst, directory)
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
