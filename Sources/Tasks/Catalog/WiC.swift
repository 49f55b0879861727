/// Whether a word has the same meaning in two sentences.
///
/// Pilehvar and Camacho-Collados 2019 (arXiv 1808.09121). The prompt is MeZO's.
package enum WiC: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "wic", summary: "Whether a word means the same in two sentences (SuperGLUE; needs data)",
      files: .superGLUE("WiC"),
      prompts: [
        PromptTemplate(
          "Does the word \"{word}\" have the same meaning in these two sentences? Yes, No?\n"
            + "{sentence1}\n{sentence2}\n",
          options: ["No", "Yes"])
      ],
      answer: .label([.truth("label")]))
  }
}
