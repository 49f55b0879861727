/// What a process takes beside the bytes that its ledger counts: code, the Swift runtime, BLAS's
/// buffers, SQLite, the texts of the data.
///
/// It hardly depends on the cell: with models of 1 to 150 million parameters, full weights and
/// adapters, gradients and none, it was 49 to 55 MB on one machine. So it is measured once per
/// machine and version, with a small cell, and added to the exact forecast of any other.
package struct ResidentOverhead: Hashable, Codable, Sendable {
  package var bytes: Int

  /// How far, in bytes, the peak of a process may be from the forecast.
  package static let error = 16 << 20
  /// About what it is where nothing can be measured, as on the machine of a cluster's queue.
  package static let usual = ResidentOverhead(bytes: 64 << 20)

  package init(bytes: Int) { self.bytes = bytes }

  /// What a finished run took; nil when it did not end, or the system tells no peak.
  package init?(of result: RunResult) {
    let trials = result.trials.filter { $0.outcome == .completed }
    let counted = trials.map {
      max($0.training.measured.peakBytes, $0.evaluation.measured.peakBytes)
    }
    let resident = trials.map(\.peakResidentBytes).max() ?? 0
    guard let most = counted.max(), resident > most else { return nil }
    bytes = resident - most
  }

  /// The peak resident size of a process that runs a cell, give or take `error`.
  ///
  /// - Parameter peak: the exact forecast of what its ledger counts.
  package func residentBytes(forecast peak: Int) -> Int { peak.plus(bytes) }

  /// What a scheduler has to be asked for: no process takes more.
  package func reservedBytes(forecast peak: Int) -> Int {
    residentBytes(forecast: peak).plus(Self.error)
  }
}
