import Foundation
import Optimizers
import Testing
import Vocabulary

/// Every optimizer against steps that NumPy computed from its source's formula, in double
/// precision, with the same random numbers (`scripts/fixtures/traces`).
@Suite("Traces")
struct TraceTests {
  @Test("are followed", arguments: Trace.names)
  func followed(name: String) throws {
    let trace = try Trace(named: name)
    #expect(trace.steps.count >= 12)
    #expect((trace.tolerance == nil) == (trace.because == nil))
    let difference = try trace.difference()
    let allowed = trace.tolerance ?? 1e-5
    #expect(difference.weights < allowed, "weights")
    #expect(difference.state < allowed, "state")
    #expect(difference.direction < allowed, "direction")
  }

  @Test("are of every optimizer that is confirmed, and of no other")
  func confirmed() {
    let confirmed = OptimizerCatalog.provenance.filter { $0.value.isConfirmed }
    #expect(Trace.optimizers == Set(confirmed.keys))
    for (name, provenance) in OptimizerCatalog.provenance {
      #expect(provenance.unconfirmed?.isEmpty != true, "\(name) says why")
    }
  }

  @Test(
    "and where optimizers come from are told on demand",
    .enabled(if: ProcessInfo.processInfo.environment["ZOBENCH_TRACES"] != nil))
  func table() throws {
    let path = try #require(ProcessInfo.processInfo.environment["ZOBENCH_TRACES"])
    let text = try TraceTable.text()
    #expect(!text.contains("| no |"), "a forecast is not what was measured")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
