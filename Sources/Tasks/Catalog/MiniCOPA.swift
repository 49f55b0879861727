import Experiments

/// Causes and effects of the small world's events, in the form of COPA.
public struct MiniCOPA: TaskFamily, FineTuningTask {
  public static let name = "mini-copa"
  public static let summary = "Cause or effect of a generated event; needs no data (as COPA)"

  public var version: Int { 1 }
  public var objective: Objective { .language }

  public static func make(
    _ settings: NoSettings, data: DataDirectory?
  ) throws(InputProblem) -> any FineTuningTask {
    Self()
  }

  public func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
    let source = MiniSource(part)
    return World.consequences(seed: source.seed, zone: source.zone, count: source.count).map {
      Prompts.consequence(
        premise: $0.premise, asksCause: $0.question == .cause, choices: $0.choices, gold: $0.gold)
    }
  }
}
