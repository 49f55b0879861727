/// Sentiment of sentences from film reviews: Rotten Tomatoes.
///
/// Pang and Lee 2005. Masked template and label words are LM-BFF's; the prompt for causal
/// models is SST-2's, as the study gives none. sent-conv has all sentences in one file.
package enum MR: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["terrible", "great"]
    return TaskDescription(
      "mr", summary: "Sentiment of film reviews (Rotten Tomatoes; needs data)",
      files: DataFiles(
        train: ["{original/,}{mr,MR}/train.{csv,jsonl}"],
        validation: ["{original/,}{mr,MR}/test.{csv,jsonl}"],
        whole: ["sent-conv/rt-polarity.all"], shotFolder: "mr", columns: ["label", "sentence"]),
      fields: ["sentence": ["sentence", "text"]],
      prompts: Prompts.sentiment(words),
      answer: .label([LabelRule("label", [["0", "negative"], ["1", "positive"]])]),
      masked: .sentiment(words, firstLimit: 110, otherLimit: 50))
  }
}
