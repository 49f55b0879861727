import Foundation
import Grids
import Testing
import Vocabulary

/// Whatever the bytes, there is a problem with a place, soon.
struct HostileInputTests {
  @Test func byteOrderMarksAndCarriageReturnsAreAccepted() throws {
    let study = try Fixtures.study(Fixtures.grid)
    let windows = "\u{FEFF}" + Fixtures.grid.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try Fixtures.study(windows) == study)
    let wrong = windows.replacingOccurrences(of: "zo-sgd", with: "zo-sdg")
    #expect(Fixtures.problems(wrong).first?.hasPrefix("smoke.grid:7:5: ") == true)
  }

  /// Reading would wait for a writer that never comes.
  @Test func pipesAreRefusedAtOnce() throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).grid")
    try #require(mkfifo(pipe.path, 0o600) == 0)
    defer { try? FileManager.default.removeItem(at: pipe) }
    let problems = #expect(throws: GridProblems.self) {
      try GridFile.read(pipe, vocabulary: Fixtures.vocabulary)
    }
    #expect(problems?.kind == .missing)
  }

  @Test func tabsAreNamed() {
    let text = Fixtures.grid.replacingOccurrences(of: "  - zo-sgd", with: "\t- zo-sgd")
    #expect(
      Fixtures.problems(text) == ["smoke.grid:7:1: there is a tab; YAML is indented with spaces"])
  }

  @Test func nulAndOtherBytesAreRefused() {
    #expect(
      Fixtures.problems("zobench: 1\nmo\0dels: []") == [
        "smoke.grid:2:3: there is a NUL character; this is not a text file"
      ])
    #expect(Fixtures.problems(Data([0xFF, 0xFE, 0x41, 0])).count == 1)
    #expect(Fixtures.problems("a: \u{1}").count == 1)
  }

  @Test func duplicateKeysAreRefused() {
    #expect(
      Fixtures.problems(Fixtures.grid + "seeds: [3]\n") == [
        "smoke.grid:8:1: this mapping has the key 'seeds' twice; keep one"
      ])
  }

  @Test func unquotedPatternsThatStartWithAStarAreExplained() {
    #expect(
      Fixtures.problems(Fixtures.grid + "exclude: [{ task: *, because: x }]\n") == [
        "smoke.grid:9:19: a pattern that starts with '*' must be quoted, as in \"*-adam\""
      ])
    #expect(
      Fixtures.problems(Fixtures.grid + "exclude: [{ task: *-copa, because: x }]\n").count == 1)
  }

  @Test func aliasesAreRefusedAndProseIsNot() {
    #expect(
      Fixtures.problems("a: &x 1\nb: *x\n") == [
        "smoke.grid:2:4: anchors and aliases ('*x') are not used in grid files; write it out"
      ])
    var bomb = "a0: &a0 [x]\n"
    for level in 1..<40 {
      bomb += "? &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n: 1\n"
    }
    #expect(Fixtures.problems(bomb).count == 1)
    #expect(Fixtures.problems(Fixtures.grid + "question: R&D &more, a * b\n") == [])
  }

  @Test(arguments: [
    "[", "{", "{a: ", "[{", "- ", "? ", "\n- ", "\"", "!a ", "&a ", "a: ", "'\n", "#\t",
  ])
  func repeatedSyntaxIsRefused(piece: String) {
    let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
    #expect(!Fixtures.problems(text).isEmpty)
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(Fixtures.problems("zobench: \(deep)").first?.contains("nested more than 32") == true)
    let xml = String(repeating: "<array>", count: 100_000)
    #expect(Fixtures.problems("<plist>\(xml)").first?.contains("nested more than 32") == true)
  }

  @Test func sizeIsLimited() {
    #expect(
      Fixtures.problems(String(repeating: "#", count: 1 << 21)) == [
        "smoke.grid: the file is larger than 1 MiB; it should be a page of text"
      ])
    let many = String(repeating: "1,", count: 200_000)
    #expect(Fixtures.problems("zobench: [\(many)]").first?.contains("100000 values") == true)
  }

  @Test func longListsAndNamesAreRefusedQuickly() {
    let seeds = String(repeating: "0,", count: 90_000)
    let text = Fixtures.grid.replacingOccurrences(of: "[0, 1]", with: "[\(seeds)]")
    #expect(
      Fixtures.problems(text) == ["smoke.grid:8:8: seeds: 'seeds' has more than 1000 entries"])
    let name = String(repeating: "a", count: 400_000)
    let long = Fixtures.grid.replacingOccurrences(of: "mini-copa", with: name)
    #expect(
      Fixtures.problems(long + "exclude: [{ task: \(name)b, because: x }]\n").count == 2)
  }

  @Test func countsThatOverflowAreRefused() {
    let values = (0..<200).map(String.init).joined(separator: ",")
    let fields = ["steps", "batch", "evaluations", "train", "dev", "test", "maxLength", "dataSeed"]
    let settings = (fields + ["epsilon", "learningRate", "queries"])
      .map { "\($0): [\(values)]" }.joined(separator: ", ")
    let text = Fixtures.grid.replacingOccurrences(of: "zo-sgd", with: "zo-sgd: { \(settings) }")
    #expect(
      Fixtures.problems(text).contains {
        $0.contains("more runs than can be counted")
      })
  }

  @Test(arguments: [
    "", "~", "[]", "7", "--- a\n--- b", "!!map {}", "a: !!int 3", "? [a]\n: b", "zobench",
  ])
  func otherShapesAreRefused(text: String) { #expect(!Fixtures.problems(text).isEmpty) }

  @Test func everyTruncationHasAProblemOrAStudy() {
    let bytes = Array((Fixtures.grid + "exclude:\n  - { task: \"mini-*\", because: 'x' }\n").utf8)
    for end in bytes.indices { _ = Fixtures.problems(Data(bytes[..<end])) }
    for index in bytes.indices {
      for byte in "\t:-{}[]*&!|>'\"%@`#,?\\".utf8 {
        var damaged = bytes
        damaged[index] = byte
        _ = Fixtures.problems(Data(damaged))
      }
    }
  }
}
