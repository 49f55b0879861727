import Vocabulary

/// Tasks that users define in files, with the settings that described tasks have.
package struct TaskDefinitions: DefinitionReader {
  package init() {}

  package func isForeign(_ keys: Set<String>) -> Bool { !HarnessTask.marks.isDisjoint(with: keys) }

  package func definition(_ content: SettingValue) throws(ValueProblems) -> Definition {
    if HarnessTask.isMeant(by: content) {
      let task = try HarnessTask(content)
      return Definition(
        ComponentDescription(
          name: task.name, summary: "A task of lm-evaluation-harness",
          settings: PromptSettings.declarations),
        content: task.content)
    }
    let task = try TaskDescription(content)
    return Definition(
      ComponentDescription(
        name: task.name, summary: task.summary, settings: PromptSettings.declarations),
      content: try task.content)
  }
}
