import GRDB
import Storage
import Testing
import Vocabulary

/// Columns that repeat what a value beside them says.
struct ContradictionsTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func found(_ statement: String) throws -> [String] {
    let store = try scratch.store()
    try store.record(result())
    try DatabaseQueue(path: scratch.path).write { try $0.execute(sql: statement) }
    return try store.contradictions()
  }

  @Test func recordedRunsHaveNone() throws {
    let store = try scratch.store()
    try store.record(result())
    try store.record(result(seededCell(1), outcome: .failed(message: "x")))
    #expect(try store.contradictions() == [])
  }

  @Test(arguments: [
    ("UPDATE run SET score = 7", "column 'score' is 7.0"),
    ("UPDATE run SET score = NULL", "column 'score' is NULL"),
    ("UPDATE run SET metric = 'f1'", "column 'metric' is f1, where it must be accuracy"),
    ("UPDATE run SET outcome = 'failed'", "column 'outcome' is failed"),
    ("UPDATE run SET seed = 7", "column 'seed' is 7, where it must be 0"),
    ("UPDATE run SET model = 'other'", "column 'model' is other, where it must be tiny-opt"),
    ("UPDATE run SET optimizer = 'other'", "column 'optimizer' is other"),
    ("UPDATE run SET configurationDigest = 'other'", "column 'digest' is"),
    ("UPDATE run SET finished = '2001-01-01T00:00:00Z'", "before it started"),
    ("UPDATE trial SET outcome = 'failed' WHERE number = 1", "trial 2: column 'outcome'"),
    ("DELETE FROM trial WHERE number = 0; UPDATE run SET chosen = 0", "trial 1: column 'number'"),
  ])
  func columnsThatSayOtherwise(statement: String, words: String) throws {
    let found = try found(statement)
    #expect(found.contains { $0.contains(words) }, "\(found)")
    #expect(found.allSatisfy { $0.contains("tiny-opt / mini-sst2 / ft / zo-sgd") })
  }
}
