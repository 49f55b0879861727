/// Whether a speaker is committed to an embedded clause: CommitmentBank.
///
/// De Marneffe et al. 2019, as in SuperGLUE (arXiv 1905.00537). The prompt is MeZO's.
package enum CB: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "cb", summary: "Commitment to an embedded clause, three classes (SuperGLUE; needs data)",
      files: .superGLUE("CB"),
      prompts: [Prompts.inference(["Yes", "No", "Maybe"])],
      answer: .label([
        LabelRule("label", [["entailment", "0"], ["contradiction", "1"], ["neutral", "2"]])
      ]))
  }
}
