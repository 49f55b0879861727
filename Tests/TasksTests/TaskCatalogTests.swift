import Experiments
import Tasks
import Testing

@Suite struct TaskCatalogTests {
  @Test func describesEveryTaskOnce() {
    let names = TaskCatalog.descriptions.map(\.name)
    #expect(names == ["mini-sst2", "mini-copa", "mini-winogrande", "sst2"])
    #expect(TaskCatalog.descriptions.allSatisfy { !$0.summary.isEmpty })
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
