/// Whether a caption entails a sentence, contradicts it, or neither.
///
/// Bowman et al. 2015 (arXiv 1508.05326). Pairs without a gold label are left out. The masked
/// template is LM-BFF's; the prompt for causal models is CB's, as the study gives none.
package enum SNLI: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["Yes", "Maybe", "No"]
    return TaskDescription(
      "snli", summary: "Inference from captions, three classes (needs data)",
      files: DataFiles(
        train: ["{original/,}SNLI/{train,snli_1.0_train}.{tsv,jsonl,csv}"],
        validation: ["{original/,}SNLI/{dev,validation,snli_1.0_dev}.{tsv,jsonl,csv}"],
        shotFolder: "SNLI"),
      fields: ["premise": ["sentence1", "premise"], "hypothesis": ["sentence2", "hypothesis"]],
      prompts: [Prompts.inference(words)],
      answer: .label([.inference("gold_label"), .inference("label")]),
      masked: .inference(words, maxLength: 256))
  }
}
