import Testing

@Suite struct SizeTests {
  @Test func filesHaveAtMost400Lines() throws {
    for file in try all() {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
    }
  }

  @Test func linesAreAtMost100Wide() throws {
    for file in try all() {
      for (index, line) in file.lines.enumerated() where line.count > 100 {
        guard !cannotBeBroken(line) else { continue }
        Issue.record("\(file.path):\(index + 1) is \(line.count) wide")
      }
    }
  }

  /// An address, a pattern, or a row of a fixture.
  private func cannotBeBroken(_ line: some StringProtocol) -> Bool {
    let text = String(line)
    return text.contains("https://") || text.contains("http://")
      || text.contains(/^\s*\/.*\/$/) || text.contains(/^\s*(#")?\{"/)
  }

  private func all() throws -> [SourceFile] {
    let endings = ["swift", "c", "h"]
    return try SourceTree.files(in: "Sources", endings: endings)
      + SourceTree.files(in: "Tests", endings: endings)
  }
}
