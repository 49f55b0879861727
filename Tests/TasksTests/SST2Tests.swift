import Foundation
import Tasks
import Testing
import Vocabulary

@Suite struct SST2Tests {
  /// Reads `text` as the training part of SST-2 from a directory of its own.
  private func read(_ text: String, as path: String) throws -> [Example] {
    try read(Data(text.utf8), as: path)
  }

  private func read(_ data: Data, as path: String) throws -> [Example] {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-\(UUID().uuidString)")
    let file = directory.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try data.write(to: file)
    return try TaskCatalog.make(Component("sst2"), data: DataDirectory(directory)).examples(.train)
  }

  private func problem(_ text: String, as path: String = "SST-2/train.tsv") -> InputProblem? {
    do {
      _ = try read(text, as: path)
      return nil
    } catch {
      return error as? InputProblem
    }
  }

  @Test(arguments: ["glue/SST-2/train.tsv", "SST-2/train.tsv"])
  func readsTables(path: String) throws {
    let examples = try read("sentence\tlabel\n a fine film  \t1\ndull\t0\n", as: path)
    #expect(examples.map(\.prompt) == ["a fine film It was", "dull It was"])
    #expect(examples.map(\.options) == [[" terrible", " great"], [" terrible", " great"]])
    #expect(examples.map(\.gold) == [1, 0])
    #expect(examples[0].calibration?.prompt == " It was")
  }

  @Test func withoutTaskWords() throws {
    let table = "sentence\tlabel\n a fine film  \t1\n"
    let examples = try Fixture(["SST-2/train.tsv": table])
      .examples("sst2", ["template": .integer(1)])
    #expect(examples.map(\.prompt) == ["a fine film "])
    #expect(examples[0].options == ["terrible", "great"])
  }

  @Test func readsJSONLines() throws {
    let examples = try read(
      #"{"sentence": "dull", "label": 0, "idx": 7}"# + "\n", as: "glue/SST-2/train.jsonl")
    #expect(examples.map(\.prompt) == ["dull It was"])
  }

  @Test func marksAndCarriageReturnsGoAndOddBytesStay() throws {
    let bytes: [UInt8] =
      [0xEF, 0xBB, 0xBF] + Array("sentence\tlabel\r\na ".utf8) + [0xC2, 0x85]
      + Array(" b\u{2028}c\u{0C}d\t1\r\n".utf8)
    let examples = try read(Data(bytes), as: "SST-2/train.tsv")
    #expect(examples.map(\.prompt) == ["a \u{85} b\u{2028}c\u{0C}d It was"])
  }

  @Test func aLoneOddByteDoesNotEndALine() throws {
    let bytes = Array("sentence\tlabel\na ".utf8) + [0x85] + Array(" b\t1\n".utf8)
    #expect(try read(Data(bytes), as: "SST-2/train.tsv").count == 1)
  }

  @Test(arguments: [
    ("sentence\tlabel\ngood\t1\nbad\n", ":3"), ("sentence\tlabel\ngood\tyes\n", ":2"),
    ("sentence\tlabel\ngood\t2\n", ":2"), ("sentence\tlabel\n\ngood\t-1\n", ":3"),
    ("review\tlabel\ngood\t1\n", ":1"), ("sentence\tlabel\ngood\t1\t0\n", ":2"),
  ])
  func badLinesAreNamed(text: String, place: String) {
    #expect(problem(text)?.place.hasSuffix("train.tsv" + place) == true)
  }

  @Test func badObjectsAreNamed() {
    let place = problem("{\"sentence\": 3}\n", as: "SST-2/train.jsonl")?.place
    #expect(place?.hasSuffix("train.jsonl:1") == true)
  }

  @Test func emptyFilesAreNamed() {
    #expect(problem("")?.message == "holds no examples")
    #expect(problem("sentence\tlabel\n")?.message == "holds no examples")
  }

  @Test func aMissingFileNamesWhatWasLookedForAndWhere() throws {
    let nowhere = DataDirectory(URL(fileURLWithPath: "/nonexistent/data"))
    let task = try TaskCatalog.make(Component("sst2"), data: nowhere)
    let problem = #expect(throws: InputProblem.self) { try task.examples(.validation) }
    #expect(problem?.kind == .missing)
    #expect(problem?.place == "/nonexistent/data")
    #expect(problem?.message.contains("glue/SST-2/dev.tsv") == true)
  }
}
