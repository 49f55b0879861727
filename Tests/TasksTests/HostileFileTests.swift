import Foundation
import Tasks
import Testing
import Vocabulary

/// Files that nobody wrote in good faith are refused and do no harm.
@Suite struct HostileFileTests {
  private let deep = String(repeating: "[", count: 200_000)

  @Test(arguments: ["squad", "drop", "rte", "multirc", "record"])
  func deepNestingIsRefused(task: String) throws {
    let text = #"{"data": \#(deep)"#
    let folder = ["rte": "RTE", "multirc": "MultiRC", "record": "ReCoRD"][task] ?? task
    let fixture = try Fixture(["\(folder)/train.jsonl": text])
    #expect(fixture.problem(task)?.place.hasSuffix("train.jsonl:1") == true)
    let document = try Fixture(["\(task)/train.json": text])
    if ["squad", "drop"].contains(task) { #expect(document.problem(task)?.kind == .invalid) }
  }

  @Test(arguments: ["1e999", "99999999999999999999", "-0", "0.0000001", "null", "[1]", "{}"])
  func oddLabelsAreNamed(label: String) throws {
    let row = #"{"premise": "A.", "hypothesis": "B.", "label": \#(label)}"#
    let problem = try Fixture(["RTE/train.jsonl": row]).problem("rte")
    if label == "-0" { return }
    #expect(problem?.place.hasSuffix("train.jsonl:1") == true, "\(problem as Any)")
  }

  @Test(arguments: [
    (#"{"sentence": NaN, "label": 1}"#, "byte 13: expected a value, found 'N'"),
    (#"{"sentence": "\ud800", "label": 1}"#, "surrogate"),
    (#"{"sentence": "a", "label": 1, "label": 0}"#, "'label' is repeated"), ("[1]", "JSON object"),
  ])
  func whatIsWrongWithARowIsSaid(row: String, message: String) throws {
    let problem = try Fixture(["SST-2/train.jsonl": "\n" + row]).problem("sst2")
    #expect(problem?.place.hasSuffix("train.jsonl:2") == true, "\(problem as Any)")
    #expect(problem?.message.contains(message) == true, "\(problem as Any)")
  }

  @Test(arguments: [
    "", "{", "{}", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\":1,}", "{\"a\\", "[]", "{\"\\ud800\":1}",
    "{\"a\":{}} x", "{\"a\":\"", "{\"a\": {\"passage\": \"p\", \"qa_pairs\": [{}]}}", "\u{0}",
  ])
  func brokenDocumentsAreRefused(text: String) throws {
    #expect(try Fixture(["drop/train.json": text]).problem("drop")?.kind == .invalid)
    #expect(try Fixture(["squad/train.json": text]).problem("squad")?.kind == .invalid)
  }

  @Test(arguments: [
    #"{"passage": {"text": "p"}}"#, #"{"passage": {}}"#,
    #"{"passage": {"text": "p", "questions": 3}}"#,
    #"{"passage": {"text": "p", "questions": [3]}}"#,
    #"{"passage": {"text": "p", "questions": [{"question": "q", "answers": [{"text": "a"}]}]}}"#,
    #"{"passage": {"text": "p", "entities": []}, "qas": [{"query": "q"}]}"#,
    #"{"passage": {"text": [], "entities": []}, "qas": []}"#,
  ])
  func nestedRowsOfOtherShapesAreRefused(row: String) throws {
    let fixture = try Fixture(["MultiRC/train.jsonl": row, "ReCoRD/train.jsonl": row])
    for task in ["multirc", "record"] { #expect(fixture.problem(task)?.kind == .invalid) }
  }

  @Test func whatIsNoFileIsMissing() throws {
    let fixture = try Fixture(["SST-2/train.tsv/inside": "x"])
    #expect(fixture.problem("sst2")?.kind == .missing)
    let device = try Fixture(["SST-2/dev.tsv": "x"])
    try FileManager.default.createSymbolicLink(
      atPath: device.url.appendingPathComponent("SST-2/train.tsv").path,
      withDestinationPath: "/dev/zero")
    #expect(device.problem("sst2")?.kind == .missing)
  }

  @Test func veryLongRowsAreRefused() throws {
    let long = [UInt8](repeating: 0x61, count: 17 << 20)
    let fixture = try Fixture([:])
    try fixture.write(Array("0,fine\n1,".utf8) + long, "mr/train.csv")
    #expect(fixture.problem("mr")?.place.hasSuffix("train.csv:2") == true)
    try fixture.write(Array("0,fine\n1,\"".utf8) + long + Array("\"\n".utf8), "mr/train.csv")
    #expect(fixture.problem("mr")?.place.hasSuffix("train.csv:2") == true)
  }

  @Test func invalidUTF8InJSONIsRefused() throws {
    let fixture = try Fixture([:])
    let row = Array(#"{"premise": "A"#.utf8) + [0xFF] + Array(#"", "label": 0}"#.utf8)
    try fixture.write(row, "RTE/train.jsonl")
    #expect(fixture.problem("rte")?.place.hasSuffix(":1") == true)
  }
}
