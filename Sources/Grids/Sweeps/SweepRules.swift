/// Everything that is checked of a sweep, in the order of the findings.
enum SweepRules {
  static let all: [any SweepRule] = [
    DuplicateFlags(), DuplicateValues(), TextForNumbers(), SelectionOnTest(), FolderAndModel(),
    OptimizerOfTrainer(), ImpossibleSettings(),
  ]
}

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

/// Numbers that PyYAML, and so wandb, reads as text: `5e-3` without a point, or in quotes.
struct TextForNumbers: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    sweep.parameters.compactMap { parameter in
      let texts = parameter.values.filter { Self.isTextToPyYAML($0) }
      guard let first = texts.first else { return nil }
      let list = texts.map(\.text).joined(separator: ", ")
      return SweepFinding(
        .warning, first.place,
        "'\(parameter.name)': \(list) is text to PyYAML (YAML 1.1 wants a point: 1.0e-3), so that "
          + "wandb groups and sorts it as text; taken as numbers")
    }
  }

  /// YAML 1.1's floats need a point before the exponent and a sign in it.
  private static func isTextToPyYAML(_ value: Sweep.Value) -> Bool {
    guard Double(value.text) != nil else { return false }
    let lower = value.text.lowercased()
    guard let exponent = lower.firstIndex(of: "e") else { return value.isQuoted }
    let mantissa = lower[..<exponent]
    let sign = lower[lower.index(after: exponent)...].first
    return value.isQuoted || !mantissa.contains(".") || !(sign == "-" || sign == "+")
  }
}

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

/// A sweep whose folder or name says another model or task than its flags do.
struct FolderAndModel: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    [model(sweep, path), task(sweep, path)].compactMap { $0 }
  }

  private func model(_ sweep: Sweep, _ path: [String]) -> SweepFinding? {
    guard let value = sweep.values("model_name").first, let said = SweepNames.model(in: path),
      let flag = SweepNames.model(in: [value.text]), said != flag
    else { return nil }
    return SweepFinding(
      .error, value.place,
      "the folder says \(said), --model_name says \(value.text); the flag is taken")
  }

  private func task(_ sweep: Sweep, _ path: [String]) -> SweepFinding? {
    guard let value = sweep.values("task_name").first, let said = SweepNames.task(in: path),
      let flag = SweepNames.tasks[value.text.lowercased()], said != flag
    else { return nil }
    return SweepFinding(
      .error, value.place,
      "the folder says \(said), --task_name says \(value.text); the flag is taken")
  }
}

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
