import Graphs

extension Benchmark {
  /// A phase of a step.
  package struct Phase: Codable, Sendable {
    package var phase: String
    package var seconds: Double
    /// Of the step.
    package var share: Double
    /// Bytes that it must move; nil where there are none, or they are those of operations.
    ///
    /// Of `directions` the stored weights that are widened or displaced, once for all lanes, since
    /// displaced panels are used up in caches. Of `update` the weights and the rules' state, read
    /// and written, and a dense gradient, read.
    package var bytes: Double?
    /// `bytes` of a second, in 10⁹.
    package var gigabytesPerSecond: Double?
  }

  /// The operations of one kind, in all passes of a step.
  package struct Operation: Codable, Sendable {
    package var operation: String
    package var calls: Double
    package var seconds: Double
    /// Of the step.
    package var share: Double
    /// Floating-point operations of its matrix products, a multiply-add being two.
    ///
    /// What it does beside products is not counted, and neither is the making of z.
    package var flops: Double
    /// Bytes that it must move if caches keep nothing from one operation to the next.
    ///
    /// For each lane its inputs and its result, each once, as f32; once for all lanes the weights
    /// that it reads, as they are stored. Of tables the rows that are looked up; see
    /// `Graph.traffic`.
    package var bytes: Double
    /// `flops` of a second, in 10⁹; nil without products.
    package var gflops: Double?
    /// `flops` per byte; nil without products.
    package var intensity: Double?
  }

  /// The phases of steps as records.
  func phaseRecords(of steps: [TimedStep]) -> [Phase] {
    let (read, moved) = (steps.median(\.directionBytes), steps.median(\.updateBytes))
    return [
      ("data", dataSeconds, 0), ("passes", forwardSeconds, 0),
      ("directions", directionSeconds, read), ("update", updateSeconds, moved),
    ].map { name, seconds, bytes in
      Phase(
        phase: name, seconds: seconds, share: share(of: seconds), bytes: bytes > 0 ? bytes : nil,
        gigabytesPerSecond: bytes > 0 && seconds > 0 ? bytes / seconds * 1e-9 : nil)
    }
  }

  /// The work of all timed steps as records of one step, a kind once, the longest first.
  func records(of work: [OperationWork]) -> [Operation] {
    Dictionary(work.map { ($0.operation, $0) }, uniquingKeysWith: +).values
      .map(record)
      .sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }

  private func record(of work: OperationWork) -> Operation {
    let steps = Double(steps)
    let (hasRate, hasBytes) = (work.flops > 0 && work.seconds > 0, work.bytes > 0)
    return Operation(
      operation: work.operation, calls: Double(work.calls) / steps, seconds: work.seconds / steps,
      share: share(of: work.seconds / steps), flops: work.flops / steps, bytes: work.bytes / steps,
      gflops: hasRate ? work.flops / work.seconds * 1e-9 : nil,
      intensity: work.flops > 0 && hasBytes ? work.flops / work.bytes : nil)
  }

  private func share(of seconds: Double) -> Double {
    stepSeconds > 0 ? seconds / stepSeconds : 0
  }
}
