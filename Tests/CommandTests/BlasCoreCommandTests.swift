import Foundation
import Testing

/// How the program gets the kernels of OpenBLAS that suit the processor.
@Suite(.tags(.process)) struct BlasCoreCommandTests {
  private struct Check: Decodable {
    var name: String
    var state: String
    var found: String
    var remedy: String?
  }

  private func blas(_ environment: [String: String]) throws -> Check {
    let result = try Program.run(
      "doctor", "--json", in: try Scratch(), environment: environment)
    #expect(result.status == 0, "\(result.err)")
    let checks = try JSONDecoder().decode([Check].self, from: Data(result.out.utf8))
    return try #require(checks.first { $0.name == "BLAS" })
  }

  /// Whatever OpenBLAS takes the processor for, the program has no weaker kernels than it can have:
  /// the only cause of a warning is an OpenBLAS that was built for one kind of processor.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil))
  func aWeakCoreIsReplaced() throws {
    let check = try blas([:])
    let hasOne = check.remedy?.contains("it has no others") ?? false
    #expect(check.state == "good" || hasOne, "\(check.found) \(check.remedy ?? "")")
  }

  /// A choice of the user's stays, and is said to be one.
  @Test func aForcedCoreStays() throws {
    let check = try blas(["OPENBLAS_CORETYPE": "Nehalem"])
    #expect(!check.found.contains("by zobench"), "\(check.found)")
    guard check.found.hasPrefix("Nehalem"), check.state == "warning" else { return }
    #expect(check.remedy?.contains("unset OPENBLAS_CORETYPE") == true)
  }

  /// The mark of a program that was started anew ends it: it is not started once more.
  @Test func aProgramIsStartedAnewOnce() throws {
    let mark = ["ZOBENCH_BLAS_REPLACED": "Prescott", "OPENBLAS_CORETYPE": "Nehalem"]
    let check = try blas(mark)
    #expect(check.found.contains("(by zobench; OpenBLAS chose Prescott)"), "\(check.found)")
  }
}
