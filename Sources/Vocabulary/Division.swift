import Foundation

/// How a run is divided into turns, so that it takes less memory, and what that costs.
package struct Division: Hashable, Codable, Sendable {
  /// Examples of a step that are run together; nil when all are.
  package var microBatch: Int?
  /// Probes that are evaluated together; nil when as many as the optimizer asks for.
  package var lanes: Int?
  /// Examples that are evaluated together; nil when as many as usual.
  package var evaluationBatch: Int?
  /// Whether frozen matrices are read from the checkpoint's file at every use.
  package var isStreaming: Bool
  /// The time of a step as a multiple of that of a whole one, estimated; what the disk takes
  /// comes on top.
  package var slowdown: Double
  /// The bytes for which the program chose it; nil when the study says so itself.
  package var budget: Int?

  /// Of how a cell is set; nil when it is not divided.
  package init?(_ run: RunSettings, slowdown: Double) {
    func chosen(_ value: Int) -> Int? { value > 0 ? value : nil }
    microBatch = chosen(run.microBatch)
    lanes = chosen(run.lanes)
    evaluationBatch = chosen(run.evaluationBatch)
    isStreaming = run.streaming
    self.slowdown = slowdown
    if microBatch == nil, lanes == nil, evaluationBatch == nil, !isStreaming { return nil }
  }
}

extension Division: CustomStringConvertible {
  /// `micro-batches of 4, one probe at a time, about 1.1 times the time`.
  package var description: String {
    let parts = [
      microBatch.map { "micro-batches of \($0)" },
      lanes.map { $0 == 1 ? "one probe at a time" : "\($0) probes at a time" },
      evaluationBatch.map { "evaluations of \($0)" },
      isStreaming ? "frozen weights read from the file at every use" : nil, cost,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  private var cost: String? {
    guard microBatch != nil || lanes != nil || isStreaming else { return nil }
    let times = "about \(String(format: "%.1f", slowdown)) times the time"
    return isStreaming ? times + " or the disk's" : times
  }
}

/// What of a step is divided among processes.
package enum StepDivision: String, Hashable, Codable, CaseIterable, Sendable {
  /// The places at which losses are asked for, each on the whole batch.
  case probes
  /// The examples of the batch, each at all places.
  case examples
}

/// What the steps of a trial exchanged among processes.
package struct StepExchange: Hashable, Codable, Sendable {
  package var processes: Int
  package var division: StepDivision
  /// Losses and gradients that one process gave the others over all steps, in bytes; the four bytes
  /// of a step by which they agree to go on are not counted.
  package var bytes: Int

  package init(processes: Int, division: StepDivision, bytes: Int = 0) {
    self.processes = processes
    self.division = division
    self.bytes = bytes
  }
}
