/// Sentiment of the small world's sentences on a scale of five, in the form of SST-5.
package enum MiniSST5: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    SST5.description(settings).generated(
      "mini-sst5", "Sentiment of generated sentences on a scale of five; needs no data (as SST-5)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.grades(seed: source.seed, zone: source.zone, count: source.count)
        .map { ["sentence": .text($0.sentence), "label": .integer($0.label)] }
    }
  }
}
