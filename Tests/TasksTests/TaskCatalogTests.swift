import Foundation
import Tasks
import Testing
import Vocabulary

@Suite struct TaskCatalogTests {
  @Test func describesEveryTaskOnce() {
    let names = TaskCatalog.descriptions.map(\.name)
    #expect(
      names == [
        "mini-sst2", "mini-copa", "mini-winogrande", "mini-rte", "mini-squad",
        "mini-sst5", "mini-trec", "mini-cb", "sst2", "sst5", "mr", "cr", "trec", "snli", "mnli",
        "qnli", "rte", "cb", "boolq", "wsc", "wic", "multirc", "copa",
        "record",
        "winogrande", "squad", "drop",
      ])
    #expect(TaskCatalog.descriptions.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func listsEveryFileOfTheCatalogFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Tasks/Catalog")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(TaskCatalog.all.map { "\($0).swift" }))
  }

  @Test func suggestsTheNearestName() {
    let problem = #expect(throws: SettingsProblem.self) {
      try TaskCatalog.make(Component("mini-sst"), data: nil)
    }
    #expect(problem?.description.contains("mini-sst2") == true)
  }

  @Test func refusesSettingsThatATaskDoesNotHave() {
    #expect(throws: SettingsProblem.self) {
      try TaskCatalog.make(Component("mini-sst2", ["size": .integer(3)]), data: nil)
    }
  }

  @Test func realTasksNeedData() {
    for task in TaskCatalog.descriptions where !task.name.hasPrefix("mini-") {
      let problem = #expect(throws: InputProblem.self) {
        try TaskCatalog.make(Component(task.name), data: nil)
      }
      #expect(problem?.kind == .missing && problem?.message.contains("train") == true)
    }
  }

  @Test func everyVersionOfEveryPromptCanBeRead() throws {
    let nowhere = DataDirectory(URL(fileURLWithPath: "/nonexistent"))
    for task in TaskCatalog.descriptions {
      var versions = 0
      while (try? TaskCatalog.make(
        Component(task.name, ["template": .integer(versions)]), data: nowhere)) != nil
      { versions += 1 }
      let expected = ["sst2": 2, "boolq": 3, "rte": 2, "copa": 2, "record": 2, "mr": 2, "cr": 2]
      let name = task.name.replacing("mini-", with: "")
      #expect(versions == expected[name] ?? (name == "sst5" ? 2 : 1), "\(task.name)")
      #expect(throws: SettingsProblem.self) {
        try TaskCatalog.make(Component(task.name, ["template": .integer(-1)]), data: nowhere)
      }
    }
  }
}
