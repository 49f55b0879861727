/// What kind of thing a generated question asks for, in the form of TREC.
package enum MiniTREC: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    TREC.description(settings).generated(
      "mini-trec", "What kind of thing a generated question asks for; needs no data (as TREC)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.inquiries(seed: source.seed, zone: source.zone, count: source.count)
        .map { ["question": .text($0.question), "label": .integer($0.label)] }
    }
  }
}
