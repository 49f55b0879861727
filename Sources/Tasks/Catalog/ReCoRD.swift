import Vocabulary

/// Which entity of a news text stands in the gap of a sentence about it.
///
/// Zhang et al. 2018 (arXiv 1810.12885), as in SuperGLUE. Version 0 is GPT-3's form, which MeZO
/// uses; version 1 asks for the entity. All right entities count; the first one is learned.
package enum ReCoRD: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TaskDescription(
      "record", summary: "Which entity stands in a gap (SuperGLUE ReCoRD; needs data)",
      files: .superGLUE("ReCoRD"), layout: .record,
      prompts: [
        PromptTemplate("{passage|highlights}\n-", options: [" {query}"], withoutInput: "-"),
        PromptTemplate(
          "{passage}\n{query}\nQuestion: what is the \"@placeholder\"\nAnswer:",
          options: [" {candidate}"], withoutInput: "Answer:"),
      ],
      answer: .candidates(
        CandidateRule("entities", right: "answers", placeholder: "@placeholder")),
      objective: .language)
  }
}
