import Vocabulary

/// A task of the catalogue that is a description.
package protocol DescribedTask: TaskFamily where S: TaskSettings {
  associatedtype S = PromptSettings
  /// The task for these settings; its name is the catalogue's.
  static func description(_ settings: S) -> TaskDescription
  /// Where the rows come from; the data directory unless a task generates them.
  ///
  /// - Throws: a missing-input problem when there is no directory.
  static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) throws(InputProblem) -> any RecordSource
}

extension DescribedTask {
  package static var name: String { description(S()).name }
  package static var summary: String { description(S()).summary }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) throws(InputProblem) -> any RecordSource {
    try FileRecords(description, in: data)
  }

  package static func make(
    _ settings: S, data: DataDirectory?
  ) throws(InputProblem) -> any FineTuningTask {
    let description = description(settings)
    return try PromptedTask(
      description, from: source(description, data: data), settings: settings)
  }

  static func described(_ component: Component) throws -> (TaskDescription, any TaskSettings) {
    let settings = try S.resolved(from: component)
    return (description(settings), settings)
  }
}
