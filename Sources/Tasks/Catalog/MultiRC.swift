/// Whether an answer to a question about a paragraph is right; each answer is an example.
///
/// Khashabi et al. 2018, as in SuperGLUE. Prompt and metric (accuracy per answer) are MeZO's.
package enum MultiRC: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "multirc", summary: "Whether an answer about a paragraph is right (SuperGLUE; needs data)",
      files: .superGLUE("MultiRC"), layout: .multirc,
      prompts: [
        PromptTemplate(
          "{paragraph}\nQuestion: {question}\nI found this answer \"{answer}\". "
            + "Is that correct? Yes or No?\n",
          options: ["No", "Yes"])
      ],
      answer: .label([.truth("label")]))
  }
}
