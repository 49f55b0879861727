import Vocabulary

/// Which of two a blank means.
///
/// Sakaguchi et al. 2020 (arXiv 1907.10641). The prompt is ZO-Bench's, which trains on size m.
package enum WinoGrande: DescribedTask {
  package typealias S = WinoGrandeSettings

  package static func description(_ settings: WinoGrandeSettings) -> TaskDescription {
    TaskDescription(
      "winogrande", summary: "Which of two a blank means (WinoGrande; needs data)",
      files: DataFiles(
        train: ["{winogrande,WinoGrande}/train_\(settings.size.rawValue).{jsonl,csv}"],
        validation: ["{winogrande,WinoGrande}/{dev,validation}.{jsonl,csv}"]),
      prompts: [
        PromptTemplate(
          "{sentence|beforeBlank}",
          options: ["{option1}{sentence|afterBlank}", "{option2}{sentence|afterBlank}"])
      ],
      answer: .label([LabelRule("answer", [["1"], ["2"]])]), objective: .language)
  }
}

/// The settings of WinoGrande.
package struct WinoGrandeSettings: TaskSettings {
  /// The training parts.
  package enum Size: String, SettingChoice {
    case xs, s, m, l, xl
  }

  @Setting(.template()) package var template: Int
  @Setting(.shots()) package var shots: Int
  @Setting(.shotSeed()) package var shotSeed: Int
  @Setting(.none, "The chat format around prompts.") package var chat: ChatFrame
  @Setting(.m, "The training part, of 160, 640, 2,558, 10,234 or 40,398 sentences.")
  package var size: Size

  package init() {}
}
