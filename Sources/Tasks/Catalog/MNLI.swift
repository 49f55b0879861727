/// Whether a text entails a sentence, contradicts it, or neither; tested on matched genres.
///
/// Williams et al. 2018 (arXiv 1704.05426). The masked template is LM-BFF's; the prompt for
/// causal models is CB's, as the study gives none.
package enum MNLI: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["Yes", "Maybe", "No"]
    return TaskDescription(
      "mnli", summary: "Inference across genres, three classes, matched (GLUE MNLI; needs data)",
      files: DataFiles(
        train: ["{glue/,original/,}MNLI/train.{tsv,jsonl,csv}"],
        validation: [
          "{glue/,original/,}MNLI/{dev_matched,validation_matched}.{tsv,jsonl,csv}"
        ],
        shotFolder: "MNLI"),
      fields: ["premise": ["sentence1", "premise"], "hypothesis": ["sentence2", "hypothesis"]],
      prompts: [Prompts.inference(words)],
      answer: .label([.inference("gold_label"), .inference("label")]),
      masked: .inference(words, firstLimit: 240, maxLength: 256))
  }
}
