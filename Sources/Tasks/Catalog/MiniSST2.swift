import Experiments

/// Sentiment of the small world's sentences, in the form of SST-2.
///
/// Negation and contrast decide the label, so that a bag of words does not solve it.
public struct MiniSST2: TaskFamily, FineTuningTask {
  public static let name = "mini-sst2"
  public static let summary = "Sentiment of generated sentences; needs no data (as SST-2)"

  public var version: Int { 1 }
  public var objective: Objective { .classification }

  public static func make(
    _ settings: NoSettings, data: DataDirectory?
  ) throws(InputProblem) -> any FineTuningTask {
    Self()
  }

  public func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
    let source = MiniSource(part)
    return World.opinions(seed: source.seed, zone: source.zone, count: source.count)
      .map { Prompts.sentiment($0.sentence, label: $0.label) }
  }
}
