/// What kind of thing a question asks for: one of six.
///
/// Li and Roth 2002; Voorhees and Tice 2000. Masked template and label words are LM-BFF's; the
/// prompt for causal models is ours, as the study gives none.
package enum TREC: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let words = ["Description", "Entity", "Expression", "Human", "Location", "Number"]
    return TaskDescription(
      "trec", summary: "What kind of thing a question asks for, one of six (needs data)",
      files: DataFiles(
        train: ["sent-conv/TREC.train.all", "{original/,}{trec,TREC}/train.{csv,jsonl}"],
        validation: ["sent-conv/TREC.test.all", "{original/,}{trec,TREC}/test.{csv,jsonl}"],
        shotFolder: "trec", columns: ["label", "question"]),
      fields: ["question": ["question", "text"]],
      prompts: [
        PromptTemplate(
          "Question: {question|strip}\nAnswer type:", options: words.map { " " + $0 },
          withoutInput: "Answer type:")
      ],
      answer: .label([
        LabelRule("label", (0..<6).map { ["\($0)"] }),
        // Hugging Face's numbers are in alphabetical order.
        LabelRule(
          "coarse_label",
          [
            ["2", "DESC"], ["1", "ENTY"], ["0", "ABBR"], ["3", "HUM"], ["4", "LOC"], ["5", "NUM"],
          ]),
      ]),
      masked: MaskedTemplate(
        "*cls**mask*:*+sent_0**sep+*", sentences: ["question"], words: words, firstLimit: 110,
        maxLength: 128))
  }
}
