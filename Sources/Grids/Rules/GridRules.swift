/// Every rule that a grid file must pass.
enum GridRules {
  static let all: [any GridRule] = [
    SupportedVersion(), RequiredKeys(), KnownKeys(), KnownNames(), KnownSettings(),
    FittingValues(), NonemptyAxes(), SettingsInRange(), SettingsTogether(), DistinctSeeds(),
    ReasonedExclusions(), EffectiveSelections(), TunableSettings(), TunedOnce(), DistinctPoints(),
    TakenUpSearches(), BoundedSize(), SearchProtocol(), OtherTasksKnown(), DistinctCells(),
    DistinctLabels(),
  ]
}
