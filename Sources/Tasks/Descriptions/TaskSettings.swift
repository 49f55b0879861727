import Vocabulary

/// The settings that tasks made from a description share.
package protocol TaskSettings: Settings {
  /// The version of the prompt (`template_ver` upstream).
  var template: Int { get }
  /// Examples per class for training and as many for development; 0 for the whole data.
  var shots: Int { get }
  /// The seed of the k-shot sample; LM-BFF and MeZO use 13, 21, 42, 87 and 100.
  var shotSeed: Int { get }
  /// The chat format around prompts: `none` or `vicuna`.
  var chat: String { get }
}

/// The settings of a task that has none of its own.
package struct PromptSettings: TaskSettings {
  package var template = 0
  package var shots = 0
  package var shotSeed = 42
  package var chat = "none"

  package init() {}
}
