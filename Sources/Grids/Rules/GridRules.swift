/// Every rule that a grid file must pass.
enum GridRules {
  static let all: [any GridRule] = [
    SupportedVersion(), RequiredKeys(), KnownKeys(), KnownNames(), KnownSettings(),
    FittingValues(), NonemptyAxes(), PositiveSteps(), PositiveSplits(), KnownChoices(),
    SettingsInRange(),
    DistinctSeeds(), ReasonedExclusions(), EffectiveSelections(), TunableSettings(),
    TunedOnce(), BoundedSize(), DistinctCells(),
  ]
}
