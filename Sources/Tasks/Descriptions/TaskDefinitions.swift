import Vocabulary

/// Tasks that users define in files, with the settings that described tasks have.
package struct TaskDefinitions: DefinitionReader {
  package init() {}

  package func definition(_ content: SettingValue) throws(ValueProblems) -> Definition {
    let task = try TaskDescription(content)
    return Definition(
      ComponentDescription(
        name: task.name, summary: task.summary, settings: PromptSettings.declarations),
      content: try task.content)
  }
}
