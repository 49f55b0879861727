/// Settings that stop a run of ZO-LLM (arXiv 2402.11592, `run.py`) or are ignored by it.
struct ImpossibleSettings: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    schedules(sweep) + queries(sweep) + sparsity(sweep) + precision(sweep) + decay(sweep)
  }

  private func schedules(_ sweep: Sweep) -> [SweepFinding] {
    sweep.values("lr_scheduler_type").filter { $0.text != "constant" }.map {
      SweepFinding(
        .error, $0.place,
        "lr_scheduler_type \($0.text) fails an assertion of the trainer (constant only)")
    }
  }

  private func queries(_ sweep: Sweep) -> [SweepFinding] {
    guard sweep.value("trainer") == "forward_grad" else { return [] }
    return sweep.values("q").filter { $0.text != "1" }.map {
      SweepFinding(.error, $0.place, "forward_grad asserts q = 1; q = \($0.text) does not run")
    }
  }

  private func sparsity(_ sweep: Sweep) -> [SweepFinding] {
    sweep.values("gradient_sparsity").filter { Int($0.text) != nil }.map {
      SweepFinding(
        .error, $0.place, "gradient_sparsity \($0.text) is an integer, which is ignored")
    }
  }

  private func precision(_ sweep: Sweep) -> [SweepFinding] {
    guard sweep.isOn("fp16"), sweep.isOn("load_float16") else { return [] }
    return [
      SweepFinding(
        .error, sweep.place(of: "fp16"),
        "mixed precision with half-precision weights aborts: 'unscale FP16 gradients'")
    ]
  }

  private func decay(_ sweep: Sweep) -> [SweepFinding] {
    guard let trainer = sweep.value("trainer"), ["zo_sgd", "zo_adam"].contains(trainer) else {
      return []
    }
    return sweep.values("weight_decay").filter { (Double($0.text) ?? 0) != 0 }.map {
      SweepFinding(.error, $0.place, "weight_decay \($0.text) has no effect with \(trainer)")
    }
  }
}
