import Vocabulary

/// A task of the catalog that is a description.
package protocol DescribedTask: TaskFamily where S: TaskSettings {
  associatedtype S = PromptSettings
  /// The task for these settings; its name is the catalog's.
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

/// The settings that tasks made from a description share.
package protocol TaskSettings: Settings {
  /// The version of the prompt (`template_ver` upstream).
  var template: Int { get }
  /// Examples per class for training and as many for development; 0 for the whole data.
  var shots: Int { get }
  /// The seed of the k-shot sample; LM-BFF and MeZO use 13, 21, 42, 87 and 100.
  var shotSeed: Int { get }
  /// The chat format around prompts.
  var chat: ChatFrame { get }
}

/// The chat formats that a grid may name; `model` is the model's own template.
package enum ChatFrame: String, SettingChoice {
  case none, vicuna, model

  /// The format that does not depend on the model; nil for none.
  var format: ChatFormat? { self == .vicuna ? .vicuna : nil }
}

/// The settings of a task that has none of its own.
package struct PromptSettings: TaskSettings {
  @Setting(.template()) package var template: Int
  @Setting(.shots()) package var shots: Int
  @Setting(.shotSeed()) package var shotSeed: Int
  @Setting(.none, "The chat format around prompts; `model` is the model's own template.")
  package var chat: ChatFrame

  package init() {}
}

extension Setting where Value == Int {
  static func template() -> Setting {
    Setting(0, .notNegative, "The version of the prompt (`template_ver` upstream).")
  }

  static func shots() -> Setting {
    Setting(
      0, .in(0...1 << 20),
      "Per class for training, and as many for development; 0 is the whole data.", unit: "examples")
  }

  static func shotSeed() -> Setting {
    Setting(
      42, .in(0...Int(UInt32.max)),
      "Of the k-shot sample; LM-BFF and MeZO use 13, 21, 42, 87 and 100.", unit: "seed")
  }
}
