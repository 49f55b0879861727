import Tasks
import Testing
import Vocabulary

/// Comma-separated files, read through a task.
@Suite struct TableTests {
  private func sentences(_ text: String) throws -> [String] {
    try Fixture(["SST-2/train.csv": text]).examples("sst2")
      .map { String($0.prompt.dropLast(" It was".count)) }
  }

  private func problem(_ text: String) throws -> InputProblem? {
    try Fixture(["SST-2/train.csv": text]).problem("sst2")
  }

  @Test func quotedValuesMayHoldEverything() throws {
    let text = "idx,sentence,label\r\n0,\"a \"\"b\"\",\r\nc\n\n d\",1\r\n\r\n1,e\"f,0\r\n2,\"\",1"
    #expect(try sentences(text) == ["a \"b\",\r\nc\n\n d", "e\"f", ""])
  }

  /// Bytes that are no UTF-8 are as Windows writes them: quotes, not control characters.
  @Test func quotesOfWindowsAreQuotes() throws {
    let fixture = try Fixture([:])
    try fixture.write(
      Array("sentence,label\n".utf8) + [0x93] + Array("so".utf8) + [0x94, 0x85, 0x81]
        + Array(",1\n".utf8), "SST-2/train.csv")
    let prompt = try #require(try fixture.examples("sst2").first?.prompt)
    #expect(prompt == "\u{201C}so\u{201D}\u{2026}\u{81} It was")
  }

  @Test func aByteOrderMarkIsNoPartOfTheHeader() throws {
    #expect(try sentences("\u{FEFF}sentence,label\nx,1\n") == ["x"])
  }

  @Test(arguments: [
    ("sentence,label\nx,1\n\"y,0\n", ":3", "does not end"),
    ("sentence,label\nx,1\n\"y\"z,0\n", ":3", "where a comma is expected"),
    ("sentence,label\n\"x\n\",1\ny,0,1\n", ":4", "3 comma-separated columns where 2"),
    ("sentence,etiquette\nx,1\n", ":1", "'label'"), ("x,1\n", ":1", "must name"),
    ("sentence,label\nx,7\n", ":2", "'7'"),
    ("sentence,label,sentence\nx,1,y\n", ":1", "'sentence' is there twice"),
    ("sentence,label\rx,1\r", "", "carriage return alone"),
  ])
  func badRowsAreNamed(text: String, line: String, message: String) throws {
    let problem = try problem(text)
    #expect(problem?.place.hasSuffix("train.csv" + line) == true, "\(problem as Any)")
    #expect(problem?.message.contains(message) == true, "\(problem as Any)")
  }
}
