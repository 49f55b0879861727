/// A flag that is given twice: the last one wins, silently.
struct DuplicateFlags: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    var last: [String: Sweep.Flag] = [:]
    var findings: [SweepFinding] = []
    for flag in sweep.flags {
      if let earlier = last[flag.name] {
        let effect =
          earlier.value == flag.value
          ? "again" : "after \(earlier.value): the last one wins"
        findings.append(
          SweepFinding(.warning, flag.place, "--\(flag.name)=\(flag.value) is given \(effect)"))
      }
      last[flag.name] = flag
    }
    for parameter in sweep.parameters where last[parameter.name] != nil {
      findings.append(
        SweepFinding(
          .warning, parameter.place,
          "'\(parameter.name)' is searched and also given in the command: the searched value wins "
            + "only where ${args} comes later"))
    }
    return findings
  }
}

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
