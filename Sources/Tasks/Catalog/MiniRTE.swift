/// What follows from the small world's events, in the form of RTE.
package enum MiniRTE: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    RTE.description(settings).generated(
      "mini-rte", "Whether a generated event means a statement; needs no data (as RTE)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.entailments(seed: source.seed, zone: source.zone, count: source.count).map {
        [
          "premise": .text($0.premise), "hypothesis": .text($0.hypothesis),
          "label": .text($0.isTrue ? "entailment" : "not_entailment"),
        ]
      }
    }
  }
}
