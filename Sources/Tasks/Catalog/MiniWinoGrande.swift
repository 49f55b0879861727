import Experiments

/// Which of two a blank means, about the small world's people and things, in WinoGrande's form.
public struct MiniWinoGrande: TaskFamily, FineTuningTask {
  public static let name = "mini-winogrande"
  public static let summary = "Whom or what a blank means; needs no data (as WinoGrande)"

  public var version: Int { 1 }
  public var objective: Objective { .language }

  public static func make(
    _ settings: NoSettings, data: DataDirectory?
  ) throws(InputProblem) -> any FineTuningTask {
    Self()
  }

  public func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
    let source = MiniSource(part)
    return World.puzzles(seed: source.seed, zone: source.zone, count: source.count).map {
      Prompts.blank(before: $0.before, options: $0.options, after: $0.after + " .", gold: $0.gold)
    }
  }
}
