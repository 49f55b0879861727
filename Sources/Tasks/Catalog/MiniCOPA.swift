/// Causes and effects of the small world's events, in the form of COPA.
package enum MiniCOPA: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    COPA.description(settings).generated(
      "mini-copa", "Cause or effect of a generated event; needs no data (as COPA)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.consequences(seed: source.seed, zone: source.zone, count: source.count).map {
        [
          "premise": .text($0.premise), "question": .text($0.question.rawValue),
          "choice1": .text($0.choices[0]), "choice2": .text($0.choices[1]),
          "label": .integer($0.gold),
        ]
      }
    }
  }
}
