/// Whether a passage answers a question with yes.
///
/// Clark et al. 2019 (arXiv 1905.10044). Version 0 is ZO-Bench's, version 2 MeZO's default;
/// version 1 ends in a backslash and an n, twice, as upstream's does by a slip.
package enum BoolQ: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let asked = "{passage} {question|question}"
    let words = ["Yes", "No"]
    return TaskDescription(
      "boolq", summary: "Yes or no by a passage (SuperGLUE BoolQ; needs data)",
      files: .superGLUE("BoolQ"),
      prompts: [
        PromptTemplate(asked, options: words.map { " " + $0 }),
        PromptTemplate(asked + #"\n\n"#, options: words),
        PromptTemplate(asked + "\n", options: words),
      ],
      answer: .label([
        .truth("label", yesFirst: true), .truth("answer", yesFirst: true),
      ]))
  }
}
