import Vocabulary

/// A task that its description and its rows make.
package struct PromptedTask: FineTuningTask {
  package let name: String
  package let version: Int
  package let objective: Objective
  package let metric: Metric
  package let stop: AnswerStop
  package let takesChatOfModel: Bool
  private let source: any RecordSource
  private let maker: any ExampleMaking
  private let shotCount: Int
  private let shotSeed: UInt32

  /// - Throws: a setting that is out of range, or a template that cannot be read.
  package init(
    _ description: TaskDescription, from source: any RecordSource, settings: some TaskSettings
  ) throws(InputProblem) {
    (name, version, objective) = (description.name, description.version, description.objective)
    (metric, stop) = (description.metric, description.stop)
    takesChatOfModel = settings.chat == .model
    self.source = source
    maker = try ExampleMaker(description, settings)
    (shotCount, shotSeed) = try Self.shots(
      of: settings, hasClasses: description.answer.hasClasses, at: "task '\(description.name)'")
  }

  /// A task of lm-evaluation-harness, with rows from the data directory.
  ///
  /// - Throws: as `init(_:data:settings:)`.
  package init(
    _ task: HarnessTask, data: DataDirectory?, settings: some TaskSettings = PromptSettings()
  ) throws(InputProblem) {
    (name, version, objective) = (task.name, 1, task.objective)
    (metric, stop) = (.accuracy, .line)
    takesChatOfModel = settings.chat == .model
    source = try FileRecords(
      task.name, task.files, FieldNeeds(groups: [], keepsAll: true), in: data)
    maker = try HarnessMaker(task, settings)
    (shotCount, shotSeed) = try Self.shots(
      of: settings, hasClasses: task.classes != nil, at: "task '\(task.name)'")
  }

  /// How many examples of each class are drawn, and with which seed.
  private static func shots(
    of settings: some TaskSettings, hasClasses: Bool, at place: String
  ) throws(InputProblem) -> (count: Int, seed: UInt32) {
    guard (0...1 << 20).contains(settings.shots) else {
      throw InputProblem(at: place, "'shots' is \(settings.shots); it must be 0 to \(1 << 20)")
    }
    guard let seed = UInt32(exactly: settings.shotSeed) else {
      throw InputProblem(
        at: place, "'shotSeed' is \(settings.shotSeed); it must be 0 to \(UInt32.max)")
    }
    if settings.shots > 0, !hasClasses {
      throw InputProblem(at: place, "'shots' are per class, and this task has no classes")
    }
    return (settings.shots, seed)
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
