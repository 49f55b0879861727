/// All rules, in the order in which they are reported.
package enum ResultRules {
  package static let all: [any ResultRule.Type] = [
    SelectionOnDev.self, UniqueSeeds.self, SoundScores.self, FiniteNumbers.self,
    OneStory.self, ExactForecasts.self, CleanBuilds.self, OneSemantics.self, CompleteGrid.self,
  ]
}
