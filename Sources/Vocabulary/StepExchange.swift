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
