/// Something that every result file must fulfil: one file each, listed in `ResultRules`.
package protocol ResultRule: Sendable {
  static var name: String { get }
  /// What holds when there are no findings, in one sentence without a full stop.
  static var sentence: String { get }

  init()

  /// What breaks the rule, a sentence each.
  func findings(in subject: VerificationSubject) -> [String]
}

/// All rules, in the order in which they are reported.
package enum ResultRules {
  package static let all: [any ResultRule.Type] = [
    SelectionOnDev.self, UniqueSeeds.self, SoundScores.self, FiniteNumbers.self, ExactForecasts.self,
    CleanBuilds.self, OneSemantics.self, CompleteGrid.self,
  ]
}
