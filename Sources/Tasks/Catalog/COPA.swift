import Vocabulary

/// The likelier cause or effect of an event.
///
/// Roemmele et al. 2011, as in SuperGLUE. Prompts are MeZO's; version 1 without a connective is
/// ZO-Bench's.
package enum COPA: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    let options = ["{choice1|lowerFirstWord}", "{choice2|lowerFirstWord}"]
    return TaskDescription(
      "copa", summary: "Cause or effect of an event (SuperGLUE COPA; needs data)",
      files: .superGLUE("COPA"),
      prompts: [
        PromptTemplate(
          "{premise|dropFullStop} {question|connective} ", options: options,
          withoutInput: "{question|connective} "),
        PromptTemplate("{premise|dropFullStop} ", options: options),
      ],
      answer: .label([LabelRule("label", [["0"], ["1"]])]), objective: .language)
  }
}
