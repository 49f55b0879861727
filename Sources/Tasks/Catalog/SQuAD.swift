import Vocabulary

/// Answers to questions about paragraphs of Wikipedia, generated.
///
/// Rajpurkar et al. 2016 (arXiv 1606.05250), version 1.1. The prompt is MeZO's.
package enum SQuAD: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "squad", summary: "Generated answers about a paragraph (SQuAD 1.1; needs data)",
      files: DataFiles(
        train: ["{squad,SQuAD}/{train-v1.1.json,train.json,train.jsonl}"],
        validation: ["{squad,SQuAD}/{dev-v1.1.json,dev.json,dev.jsonl,validation.jsonl}"]),
      layout: .squad,
      prompts: [
        PromptTemplate(
          "Title: {title}\nContext: {context}\nQuestion: {question|strip}\nAnswer:",
          options: [" {answers}\n"])
      ],
      answer: .generated("answers"), objective: .language, metric: .f1)
  }
}
