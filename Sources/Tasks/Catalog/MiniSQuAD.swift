/// Questions about short texts of the small world, answered in words, in the form of SQuAD.
package enum MiniSQuAD: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    SQuAD.description(settings).generated(
      "mini-squad", "Generated answers about generated texts; needs no data (as SQuAD)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.readings(seed: source.seed, zone: source.zone, count: source.count).map {
        [
          "title": .text("The small world"), "context": .text($0.context),
          "question": .text($0.question), "answers": .list([.text($0.answer)]),
        ]
      }
    }
  }
}
