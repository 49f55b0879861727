import Foundation
import Testing

/// `scripts/fetch` refuses what it does not understand before it goes anywhere.
@Suite(.tags(.process)) struct FetchScriptTests {
  private func fetch(_ arguments: String...) throws -> (status: Int32, err: String) {
    let process = Process()
    process.executableURL = PackageRoot.url.appendingPathComponent("scripts/fetch")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test(arguments: ["../a", "a/b/c", "a b", "a/b@../c", "a--b", "-a", ""])
  func oddModelNamesAreRefused(_ name: String) throws {
    let result = try fetch("model", name)
    #expect(result.status == 64)
    #expect(result.err.contains("fetch model: "))
  }

  @Test func unknownDataSetsAreRefusedWithTheKnownOnes() throws {
    let result = try fetch("data", "sst2", "nothing")
    #expect(result.status == 64)
    #expect(result.err.contains("'nothing'") && result.err.contains("boolq cb copa"))
  }

  @Test func withoutWordsItPrintsItsUsage() throws {
    let result = try fetch()
    #expect(result.status == 64)
    #expect(result.err.contains("usage: scripts/fetch model ORG/NAME[@REVISION]"))
  }
}
