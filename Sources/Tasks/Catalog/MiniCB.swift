/// Whether a claim follows from an opinion of the small world, in the form of CB.
package enum MiniCB: DescribedTask {
  package static func description(_ settings: PromptSettings) -> TaskDescription {
    CB.description(settings).generated(
      "mini-cb", "Whether a claim follows from a generated opinion; needs no data (as CB)")
  }

  package static func source(
    _ description: TaskDescription, data: DataDirectory?
  ) -> any RecordSource {
    GeneratedRecords(name: description.name) { part in
      let source = MiniSource(part)
      return World.claims(seed: source.seed, zone: source.zone, count: source.count).map {
        [
          "premise": .text($0.premise), "hypothesis": .text($0.hypothesis),
          "label": .integer($0.relation.rawValue),
        ]
      }
    }
  }
}
