import Foundation
import Testing

/// `scripts/test` finds the suites of a tag by their files, so a tag stands at a suite and a tagged
/// suite is called as its file is.
@Suite struct TagTests {
  private static func tagged() throws -> [SourceFile] {
    try SourceTree.files(in: "Tests").filter { file in
      !file.path.hasSuffix("/TagTests.swift") && file.code.contains { $0.contains(".tags(") }
    }
  }

  @Test func tagsStandAtSuitesThatAreCalledAsTheirFiles() throws {
    let files = try Self.tagged()
    #expect(files.count > 25)
    for file in files {
      let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
      #expect(file.text.contains("struct \(name) {"), "\(file.path)")
      #expect(file.text.matches(of: /\.tags\(/).count == 1, "\(file.path)")
      #expect(file.text.contains(/@Suite\([^@]*\.tags\(/), "\(file.path)")
    }
  }

  @Test func whatStartsTheProgramSaysSo() throws {
    let tagged = Set(try Self.tagged().map(\.path))
    let starting = try ["CommandTests", "FuzzingTests"].flatMap { folder in
      try SourceTree.files(in: "Tests/\(folder)").filter { $0.path.hasSuffix("Tests.swift") }
    }
    #expect(starting.count > 20)
    for file in starting { #expect(tagged.contains(file.path), "\(file.path)") }
  }
}
