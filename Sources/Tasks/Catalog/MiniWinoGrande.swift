/// Which of two a blank means, about the small world's people and things, in WinoGrande's form.
package enum MiniWinoGrande: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    WinoGrande.description(WinoGrandeSettings()).generated(
      "mini-winogrande", "Whom or what a blank means; needs no data (as WinoGrande)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.puzzles(seed: source.seed, zone: source.zone, count: source.count).map {
        [
          "sentence": .text($0.before + "_" + $0.after + " ."), "option1": .text($0.options[0]),
          "option2": .text($0.options[1]), "answer": .integer($0.gold + 1),
        ]
      }
    }
  }
}
