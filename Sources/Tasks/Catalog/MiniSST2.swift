/// Sentiment of the small world's sentences, in the form of SST-2.
///
/// Negation and contrast decide the label, so that a bag of words does not solve it.
package enum MiniSST2: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    SST2.description(settings).generated(
      "mini-sst2", "Sentiment of generated sentences; needs no data (as SST-2)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.opinions(seed: source.seed, zone: source.zone, count: source.count)
        .map { ["sentence": .text($0.sentence), "label": .integer($0.label)] }
    }
  }
}
