/// Whether a sentence holds the answer to a question: SQuAD as inference.
///
/// Wang et al. 2019 (arXiv 1804.07461). The masked template is LM-BFF's; the prompt for causal
/// models is ours, as the study gives none.
package enum QNLI: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["Yes", "No"]
    return TaskDescription(
      "qnli", summary: "Whether a sentence answers a question (GLUE QNLI; needs data)",
      files: DataFiles(
        train: ["{glue/,original/,}QNLI/train.{tsv,jsonl,csv}"],
        validation: ["{glue/,original/,}QNLI/{dev,validation}.{tsv,jsonl,csv}"],
        shotFolder: "QNLI"),
      prompts: [
        PromptTemplate(
          "{sentence}\nQuestion: {question}\nDoes the sentence answer the question? Yes or No?\n",
          options: words)
      ],
      answer: .label([.entailment("label")]),
      masked: .inference(words, of: ["question", "sentence"], maxLength: 128))
  }
}
