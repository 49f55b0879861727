/// What a trainer of ZO-LLM really steps with, where that is not what its name says.
struct OptimizerOfTrainer: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    sweep.values("trainer").compactMap { finding(of: $0, sweep) }
  }

  private func finding(of trainer: Sweep.Value, _ sweep: Sweep) -> SweepFinding? {
    let optimizer = sweep.value("optimizer")
    switch trainer.text {
    case "zo_sign_opt", "zo_conserv":
      guard optimizer != "sgd" else { return nil }
      return SweepFinding(
        .error, trainer.place,
        "\(trainer.text) with \(optimizer.map { "--optimizer=\($0)" } ?? "no --optimizer") steps "
          + "through \(optimizer ?? "adamw"), not through SGD; the grid has the published method")
    case "zo", "zo_sgd", "zo_adam":
      guard let optimizer else { return nil }
      return SweepFinding(
        .note, sweep.place(of: "optimizer"), "\(trainer.text) ignores --optimizer=\(optimizer)")
    case "forward_grad":
      guard let optimizer, optimizer != "sgd" else { return nil }
      return SweepFinding(
        .error, sweep.place(of: "optimizer"),
        "forward_grad ignores --optimizer=\(optimizer): its steps are plain SGD")
    case "regular", "none": return nil
    default:
      return SweepFinding(
        .error, trainer.place,
        "'\(trainer.text)' is no trainer of ZO-LLM: it falls to the first-order trainer with "
          + "\(optimizer ?? "adamw"); the grid says what runs")
    }
  }
}
