import Foundation
import Testing

/// Everything that ever failed, and some mutants of every kind; `scripts/fuzz` reads as many as one
/// likes.
@Suite("Damaged files", .tags(.process))
struct FuzzingTests {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent()
  private static let corpus = root.appending(path: "Corpus")

  /// The formats by the folders of the corpus.
  static let formats: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: corpus.path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }()

  /// The program that the package's build left beside the test bundle.
  private static func program() throws -> URL {
    let bundles = Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
    let runner = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
    let places = (bundles + [runner]).flatMap { [$0, $0.deletingLastPathComponent()] }
    return try #require(
      places.map { $0.appending(path: "Fuzzing") }.first { url in
        let values = try? url.resourceValues(forKeys: [.isRegularFileKey])
        return values?.isRegularFile == true
          && FileManager.default.isExecutableFile(atPath: url.path)
      })
  }

  private func run(_ arguments: String...) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = try Self.program()
    process.arguments = arguments
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test("end in a model, a value or a problem", arguments: formats)
  func damaged(format: String) throws {
    let findings = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID())")
    defer { try? FileManager.default.removeItem(at: findings) }
    let result = try run(
      format, "--mutants", "200", "--seed", "7", "--corpus", Self.corpus.path, "--findings",
      findings.path)
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("no findings"))
  }

  /// A corpus in which nothing is read would pass everything.
  @Test("begin with whole ones", arguments: formats)
  func whole(format: String) throws {
    let result = try run(format, "--mutants", "0", "--corpus", Self.corpus.path)
    let read = result.text.firstMatch(of: /mutants, (\d+) read/).flatMap { Int($0.1) }
    #expect((read ?? 0) > 0, "\(result.text)")
  }

  /// A format without files would be left out unseen, as files that a rule of Git ignores were.
  @Test("of formats that are not known are refused, and each that is known has a corpus")
  func unknown() throws {
    let result = try run("txt", "--corpus", Self.corpus.path)
    #expect(result.status == 64)
    let list = try #require(result.text.firstMatch(of: /is none of (.+)\n/)).1
    #expect(list.split(separator: ", ").map(String.init).sorted() == Self.formats)
  }
}

extension Tag {
  /// Starts a built program as a process of its own.
  @Tag static var process: Self
}
