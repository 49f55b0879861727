import Vocabulary

/// Every task that a grid can name.
package enum TaskCatalog {
  /// One entry per file of the `Catalog` folder, in the order of listings.
  package static let all: [any TaskFamily.Type] = [
    MiniSST2.self, MiniCOPA.self, MiniWinoGrande.self, MiniRTE.self, MiniSQuAD.self, MiniSST5.self,
    MiniTREC.self, MiniCB.self, SST2.self, SST5.self, MR.self, CR.self,
    TREC.self, SNLI.self, MNLI.self, QNLI.self, RTE.self, CB.self, BoolQ.self, WSC.self, WiC.self,
    MultiRC.self, COPA.self, ReCoRD.self, WinoGrande.self, SQuAD.self, DROP.self,
  ]

  package static let descriptions: [ComponentDescription] = all.map { describe($0) }

  /// The settings of the task that `component` names or defines, with their defaults.
  package static func defaults(of component: Component) -> [String: SettingValue] {
    guard component.definition == nil else { return PromptSettings().values }
    return descriptions.first { $0.name == component.name }?.defaults ?? [:]
  }

  /// The task that `component` names or defines.
  ///
  /// - Throws: `SettingsProblem` for unknown names or settings, `ValueProblems` for a definition,
  ///   `InputProblem` for missing data.
  package static func make(
    _ component: Component, data: DataDirectory?
  ) throws -> any FineTuningTask {
    if let definition = component.definition {
      let settings = try PromptSettings.resolved(from: component)
      guard !HarnessTask.isMeant(by: definition) else {
        return try PromptedTask(HarnessTask(definition), data: data, settings: settings)
      }
      return try PromptedTask(TaskDescription(definition), data: data, settings: settings)
    }
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw SettingsProblem.unknownComponent(
        name: component.name, axis: Axis.task.rawValue,
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    return try make(family, component, data)
  }

  /// The description of the task that `component` names or defines, with its settings.
  ///
  /// - Throws: as `make`, and a problem for tasks that are described in other words.
  static func described(_ component: Component) throws -> (TaskDescription, any TaskSettings) {
    if let definition = component.definition {
      guard !HarnessTask.isMeant(by: definition) else {
        throw InputProblem(at: "task '\(component.name)'", "is described in Jinja")
      }
      return (try TaskDescription(definition), try PromptSettings.resolved(from: component))
    }
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw SettingsProblem.unknownComponent(
        name: component.name, axis: Axis.task.rawValue,
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    guard let described = family as? any DescribedTask.Type else {
      throw InputProblem(at: "task '\(component.name)'", "does not say how a row reads")
    }
    return try described.described(component)
  }

  /// By what the task's predictions are judged, and what the options of every example are called;
  /// nil where they differ from example to example.
  ///
  /// - Throws: as `make`.
  package static func judgement(
    of component: Component
  ) throws -> (metric: Metric, classes: [String]?) {
    let task = try asked(component)
    return (task.metric, task.classes)
  }

  /// What rows of one's own are read and asked by.
  ///
  /// - Throws: as `make`.
  static func asked(_ component: Component) throws -> AskedTask {
    if let definition = component.definition, HarnessTask.isMeant(by: definition) {
      return try AskedTask(HarnessTask(definition), PromptSettings.resolved(from: component))
    }
    let (description, settings) = try described(component)
    return try AskedTask(description, settings)
  }

  private static func describe<Family: TaskFamily>(_ family: Family.Type) -> ComponentDescription {
    ComponentDescription(
      name: family.name, summary: family.summary, settings: Family.S.declarations)
  }

  private static func make<Family: TaskFamily>(
    _ family: Family.Type, _ component: Component, _ data: DataDirectory?
  ) throws -> any FineTuningTask {
    try family.make(Family.S.resolved(from: component), data: data)
  }
}
