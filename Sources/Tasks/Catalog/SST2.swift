/// Sentiment of sentences from film reviews: the Stanford Sentiment Treebank as in GLUE.
///
/// Socher et al. 2013; Wang et al. 2019 (arXiv 1804.07461). Prompt and label words are MeZO's.
/// K-shot samples are cut from the 6,920 whole sentences, as LM-BFF's, not from GLUE's phrases.
package enum SST2: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["terrible", "great"]
    return TaskDescription(
      "sst2", summary: "Sentiment of film reviews (GLUE SST-2; needs data)", version: 2,
      files: DataFiles(
        train: ["{glue/,}SST-2/train.{tsv,jsonl,csv}"],
        validation: ["{glue/,}SST-2/{dev,validation}.{tsv,jsonl,csv}"],
        shotSource: ["sent-conv/stsa.binary.train", "original/SST-2/train.tsv"],
        shotFolder: "SST-2"),
      fields: ["sentence": ["sentence", "text"]],
      prompts: Prompts.sentiment(words),
      answer: .label([LabelRule("label", [["0", "negative"], ["1", "positive"]])]),
      masked: .sentiment(words))
  }
}
