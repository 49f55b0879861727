import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

/// Names and questions of studies.
struct StudyTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func theLastQuestionCounts() throws {
    let store = try scratch.store()
    try store.record(StudyTitle(name: "smoke", question: "Does it work?"))
    try store.record(StudyTitle(name: "full", question: ""))
    try store.record(StudyTitle(name: "smoke", question: "Does it 'still' work?"))
    let studies = try scratch.store(.readOnly).studies()
    #expect(Set(studies.map(\.name)) == ["smoke", "full"])
    #expect(studies.first { $0.name == "smoke" }?.question == "Does it 'still' work?")
  }

  @Test func studiesAreCollected() throws {
    let worker = try ResultStore(path: scratch.file("worker.sqlite"), mode: .readWrite)
    try worker.record(StudyTitle(name: "shards", question: "Which is best?"))
    let all = try scratch.store()
    for _ in 0..<2 {
      _ = try Collector(into: all).collect(scratch.file("worker.sqlite"))
      #expect(try all.studies() == [StudyTitle(name: "shards", question: "Which is best?")])
    }
  }

  @Test func olderFilesHaveNone() throws {
    _ = try ResultStore(
      path: scratch.path, mode: .readWrite, migrations: Array(Schema.migrations.prefix(8)),
      claimant: .current)
    #expect(try scratch.store(.readOnly).studies().isEmpty)
  }
}
