/// A sweep that chooses hyper-parameters by a number of the test split.
struct SelectionOnTest: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    var findings: [SweepFinding] = []
    if let metric = sweep.metric, metric.text.lowercased().contains("test") {
      findings.append(
        SweepFinding(
          .warning, metric.place,
          "selects on '\(metric.text)', a number of the test split; the grid selects on "
            + "development data and reads the test split once"))
    }
    if let method = sweep.method, method.text != "grid" {
      findings.append(
        SweepFinding(
          .warning, method.place,
          "searches by '\(method.text)'; a grid tries every combination of the listed values"))
    }
    return findings
  }
}
