/// Sentiment of sentences from customers' reviews of products.
///
/// Hu and Liu 2004. Masked template and label words are LM-BFF's; the prompt for causal
/// models is SST-2's, as the study gives none. sent-conv has all sentences in one file.
package enum CR: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["terrible", "great"]
    return TaskDescription(
      "cr", summary: "Sentiment of product reviews (needs data)",
      files: DataFiles(
        train: ["{original/,}{cr,CR}/train.{csv,jsonl}"],
        validation: ["{original/,}{cr,CR}/test.{csv,jsonl}"],
        whole: ["sent-conv/custrev.all"], shotFolder: "cr", columns: ["label", "sentence"]),
      fields: ["sentence": ["sentence", "text"]],
      prompts: Prompts.sentiment(words),
      answer: .label([LabelRule("label", [["0", "negative"], ["1", "positive"]])]),
      masked: .sentiment(words, firstLimit: 110, otherLimit: 50))
  }
}
