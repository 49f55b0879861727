/// A value that is searched twice: the same run again.
struct DuplicateValues: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    sweep.parameters.flatMap { parameter in
      var seen: Set<String> = []
      return parameter.values.compactMap { value -> SweepFinding? in
        guard !seen.insert(value.meaning).inserted else { return nil }
        return SweepFinding(
          .warning, value.place, "'\(parameter.name)' has \(value.text) twice; it is kept once")
      }
    }
  }
}
