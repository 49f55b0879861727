/// Sentiment of film reviews on a scale of five.
///
/// Socher et al. 2013. Masked template and label words are LM-BFF's; the prompt for causal models
/// is SST-2's, as the study gives none.
package enum SST5: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["terrible", "bad", "okay", "good", "great"]
    return TaskDescription(
      "sst5", summary: "Sentiment of film reviews on a scale of five (needs data)",
      files: DataFiles(
        train: [
          "sent-conv/stsa.fine.train", "{original/,}sst-5/train.csv", "SST-5/train.{jsonl,csv}",
        ],
        validation: [
          "sent-conv/stsa.fine.test", "{original/,}sst-5/test.csv", "SST-5/test.{jsonl,csv}",
        ],
        shotFolder: "sst-5", columns: ["label", "sentence"]),
      fields: ["sentence": ["sentence", "text"]],
      prompts: Prompts.sentiment(words),
      answer: .label([LabelRule("label", (0..<5).map { ["\($0)"] })]),
      masked: .sentiment(words, firstLimit: 110, otherLimit: 20))
  }
}
