/// Whether a pronoun means a name: the Winograd schemas of SuperGLUE.
///
/// Levesque et al. 2012; Wang et al. 2019 (arXiv 1905.00537). The prompt is MeZO's.
package enum WSC: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "wsc", summary: "Whether a pronoun means a name (SuperGLUE WSC; needs data)",
      files: .superGLUE("WSC"), layout: .wsc,
      prompts: [
        PromptTemplate(
          "{text}\nIn the previous sentence, does the pronoun \"{span2_text|lowercase}\" refer to "
            + "{span1_text}? Yes or No?\n",
          options: ["No", "Yes"])
      ],
      answer: .label([.truth("label")]))
  }
}
