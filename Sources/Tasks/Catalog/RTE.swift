/// Whether a text entails a sentence.
///
/// Dagan et al. 2005 and later challenges, as in GLUE and SuperGLUE (the same data). Prompts and
/// label words are MeZO's; version 1 without task words is ZO-Bench's.
package enum RTE: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["Yes", "No"]
    return TaskDescription(
      "rte", summary: "Whether a text entails a sentence (SuperGLUE RTE; needs data)",
      files: DataFiles(
        train: ["{superglue/,glue/,original/,}RTE/train.{jsonl,tsv,csv}"],
        validation: ["{superglue/,glue/,original/,}RTE/{val,validation,dev}.{jsonl,tsv,csv}"],
        shotFolder: "RTE"),
      fields: ["premise": ["premise", "sentence1"], "hypothesis": ["hypothesis", "sentence2"]],
      prompts: [
        PromptTemplate(
          "{premise}\nDoes this mean that \"{hypothesis}\" is true? Yes or No?\n", options: words),
        PromptTemplate("{premise}\n\"{hypothesis}\"\n", options: words),
      ],
      answer: .label([.entailment("label")]),
      masked: .inference(words, firstLimit: 240, maxLength: 256))
  }
}
