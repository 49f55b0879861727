import Experiments
import Foundation
import Tasks
import Testing

@Suite struct TaskCatalogTests {
  @Test func describesEveryTaskOnce() {
    let names = TaskCatalog.descriptions.map(\.name)
    #expect(names == ["mini-sst2", "mini-copa", "mini-winogrande", "sst2"])
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
    #expect(throws: InputProblem.self) { try TaskCatalog.make(Component("sst2"), data: nil) }
  }
}
