/// Numbers of steps that authors write for runs of their own length.
public enum RunShare {
  /// The steps of most authors' runs.
  public static let ownRun = 20_000

  /// As many of a run of `steps` as `own` are of the authors', at least one.
  public static func steps(_ own: Int, of steps: Int) -> Int {
    max(own.times(steps) / ownRun, 1)
  }
}

extension ComponentDescription {
  /// What the settings that are shares of the run are in one of `steps`, as `refresh 7`; empty
  /// where all are given.
  public func shares(_ settings: [String: SettingValue], ofRun steps: Int) -> [String] {
    declarations.compactMap { declaration in
      guard let own = declaration.ownSteps,
        (settings[declaration.name] ?? declaration.initial) == .integer(0)
      else { return nil }
      return "\(declaration.name) \(RunShare.steps(own, of: steps))"
    }
  }
}
