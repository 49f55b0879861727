import Vocabulary

/// Answers that need counting and sorting over a passage, generated.
///
/// Dua et al. 2019 (arXiv 1903.00161). Prompt and metric (SQuAD's F1, not DROP's) are MeZO's.
package enum DROP: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "drop", summary: "Generated answers that need counting and sorting (DROP; needs data)",
      files: DataFiles(
        train: ["{drop,DROP}/{drop_dataset_train.json,train.json,train.jsonl}"],
        validation: ["{drop,DROP}/{drop_dataset_dev.json,dev.json,dev.jsonl,validation.jsonl}"]),
      layout: .drop, fields: ["context": ["context", "passage"]],
      prompts: [
        PromptTemplate(
          "Passage: {context}\nQuestion: {question|strip}\nAnswer:", options: [" {answers}\n"])
      ],
      answer: .generated("answers"), objective: .language, metric: .f1)
  }
}
