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
        train: ["{winogrande,WinoGrande}/train_\(settings.size).{jsonl,csv}"],
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
  package var template = 0
  package var shots = 0
  package var shotSeed = 42
  package var chat = "none"
  /// The training part: `xs`, `s`, `m`, `l` or `xl` (160, 640, 2,558, 10,234, 40,398 sentences).
  package var size = "m"

  package init() {}
}
