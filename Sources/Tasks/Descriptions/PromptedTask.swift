import Vocabulary

/// A task that its description and its rows make.
package struct PromptedTask: FineTuningTask {
  private let description: TaskDescription
  private let source: any RecordSource
  private let maker: ExampleMaker
  private let shotCount: Int
  private let shotSeed: UInt32

  package var name: String { description.name }
  package var version: Int { description.version }
  package var objective: Objective { description.objective }
  package var metric: Metric { description.metric }
  package var stop: AnswerStop { description.stop }

  /// - Throws: a setting that is out of range, or a template that cannot be read.
  package init(
    _ description: TaskDescription, from source: any RecordSource, settings: some TaskSettings
  ) throws(InputProblem) {
    let place = "task '\(description.name)'"
    guard (0...1 << 20).contains(settings.shots) else {
      throw InputProblem(at: place, "'shots' is \(settings.shots); it must be 0 to \(1 << 20)")
    }
    guard let seed = UInt32(exactly: settings.shotSeed) else {
      throw InputProblem(
        at: place, "'shotSeed' is \(settings.shotSeed); it must be 0 to \(UInt32.max)")
    }
    if settings.shots > 0, !description.answer.hasClasses {
      throw InputProblem(at: place, "'shots' are per class, and this task has no classes")
    }
    self.description = description
    self.source = source
    maker = try ExampleMaker(description, settings)
    (shotCount, shotSeed) = (settings.shots, seed)
  }

  /// A user's task, with rows from the data directory.
  ///
  /// - Throws: a description that cannot be used, and a missing-input problem without data.
  package init(
    _ description: TaskDescription, data: DataDirectory?,
    settings: some TaskSettings = PromptSettings()
  ) throws(InputProblem) {
    try self.init(
      description, from: FileRecords(description, in: data), settings: settings)
  }

  package func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
    try maker.examples(source.records(part))
  }

  package func shots() throws(InputProblem) -> ShotSample? {
    guard shotCount > 0 else { return nil }
    if let sampled = try source.sampledShots(shotCount, seed: Int(shotSeed)) {
      return ShotSample(
        train: try maker.examples(sampled.train), dev: try maker.examples(sampled.dev),
        test: try sampled.test.map { rows throws(InputProblem) in try maker.examples(rows) })
    }
    let all = try maker.examples(source.shotRecords())
    return try ShotSample(of: all, shotCount, seed: shotSeed, task: name)
  }
}
