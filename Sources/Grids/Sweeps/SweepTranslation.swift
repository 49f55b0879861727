import Vocabulary

/// Sweep → grid: every flag becomes a setting, or a finding says that it did not.
struct SweepTranslation {
  let sweep: Sweep
  private(set) var grid = GridText()
  private(set) var findings: [SweepFinding] = []
  private var understood = Self.settled

  /// Flags that have no counterpart because zobench settles them for every study.
  private static let settled: Set<String> = [
    "output_dir", "overwrite_output_dir", "tag", "project", "logging_steps", "save_steps",
    "save_strategy", "save_total_limit", "evaluation_strategy", "load_best_model_at_end",
    "train_as_classification", "only_train_option", "report_to", "no_reparam",
    "prefix_init_by_real_act", "prompt_init_by_real_tokens", "untie_emb", "fp16", "bf16",
    "num_train_epochs", "run_name", "no_auto_device", "dataloader_num_workers", "verbose",
  ]

  /// Flags of which a grid has one value.
  static let single: Set<String> = [
    "max_steps", "per_device_train_batch_size", "num_train", "num_dev", "num_eval",
    "train_set_seed", "max_length", "lr_scheduler_type",
  ]

  init(_ sweep: Sweep, named name: String) {
    self.sweep = sweep
    grid.name = name
    translateModel()
    translateTask()
    translateScheme()
    translateOptimizers()
    translateRun()
    grid.question = [
      "Imported from a wandb sweep; hyper-parameters are chosen on development data.",
      "The sweep's own name: \(sweep.name.isEmpty ? "none" : Self.oneLine(sweep.name)).",
    ]
    reportRest()
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }.prefix(200))
  }

  /// The values of a flag, which counts as understood from now on.
  private mutating func take(_ name: String) -> [String] {
    understood.insert(name)
    return sweep.meanings(name)
  }

  private mutating func note(
    _ severity: SweepFinding.Severity, _ name: String, _ message: String
  ) {
    findings.append(SweepFinding(severity, sweep.place(of: name), message))
  }

  private mutating func translateModel() {
    grid.models = take("model_name").map { GridText.Entry(name: $0) }
    if grid.models.isEmpty {
      grid.models = [GridText.Entry(name: "facebook/opt-125m")]
      note(.warning, "model_name", "there is no --model_name; MeZO's default is facebook/opt-125m")
    }
  }

  private mutating func translateTask() {
    let template = take("template_ver")
    for name in take("task_name") {
      guard let task = SweepNames.tasks[name.lowercased()] else {
        note(.error, "task_name", "'\(name)' is no task of zobench; see 'zobench list tasks'")
        continue
      }
      var entry = GridText.Entry(name: task)
      if template != ["0"] { entry.set("template", template) }
      grid.tasks.append(entry)
    }
    if grid.tasks.isEmpty { note(.error, "task_name", "the sweep names no task: add one by hand") }
  }

  private mutating func translateScheme() {
    var entry = GridText.Entry(name: "ft")
    if isOn("lora") {
      entry.name = "lora"
      entry.set("rank", take("lora_r"))
      entry.set("alpha", take("lora_alpha"))
    } else if isOn("prefix_tuning") {
      entry.name = "prefix"
      entry.set("tokens", take("num_prefix"))
    } else if isOn("prompt_tuning") {
      entry.name = "prompt"
      entry.set("tokens", take("num_virtual_tokens"))
    } else if isOn("head_tuning") {
      entry.name = "head"
    } else if isOn("linear_probing") {
      entry.name = "linear-probe"
    }
    grid.schemes = [entry]
  }

  private mutating func isOn(_ name: String) -> Bool {
    _ = take(name)
    return sweep.isOn(name)
  }

  private mutating func translateOptimizers() {
    let trainers = take("trainer").isEmpty ? ["regular"] : take("trainer")
    _ = take("optimizer")
    grid.optimizers = trainers.map { optimizer(of: $0) }
    tune("learning_rate", as: "learningRate")
    translateSchedule()
    let areFirstOrder = grid.optimizers.allSatisfy { $0.name.hasPrefix("fo-") }
    if areFirstOrder || trainers == ["forward_grad"] {
      if !take("zo_eps").isEmpty { note(.note, "zo_eps", "zo_eps has no effect here: left out") }
    } else {
      tune("zo_eps", as: "epsilon")
    }
  }

  /// The course of the rate; a constant one is the default.
  private mutating func translateSchedule() {
    guard let form = take("lr_scheduler_type").last, form != "constant" else { return }
    guard ["linear", "cosine"].contains(form) else {
      note(.warning, "lr_scheduler_type", "'\(form)' has no counterpart: the rate is constant")
      return
    }
    for index in grid.optimizers.indices { grid.optimizers[index].set("schedule", [form]) }
  }

  /// A setting that is searched if there are several values, else written in every entry.
  private mutating func tune(_ flag: String, as setting: String) {
    let values = take(flag)
    if sweep.unlisted.contains(flag) {
      // An empty list is refused by `plan` and `run`, where a default would pass for the sweep's.
      grid.tune.append((setting, []))
      return
    }
    guard values.count > 1 else {
      for index in grid.optimizers.indices { grid.optimizers[index].set(setting, values) }
      return
    }
    grid.tune.append((setting, values))
  }

  private mutating func optimizer(of trainer: String) -> GridText.Entry {
    var entry = GridText.Entry(name: name(of: trainer))
    let momentum = take("momentum").filter { $0 != "0" }
    if ["zo-sgd-mmt", "fo-sgd"].contains(entry.name) { entry.set("momentum", momentum) }
    if entry.name.hasPrefix("zo-sgd") || entry.name == "zo-adam" {
      let queries = take("q").filter { $0 != "1" }
      entry.set("queries", queries.isEmpty ? [] : sweep.meanings("q"))
    }
    if entry.name == "zo-sgd", take("perturbation_mode") == ["one_side"] {
      entry.set("sides", ["one"])
    }
    if entry.name == "zo-sgd-sparse" {
      entry.set("sparsity", take("gradient_sparsity"))
      entry.set("resample", take("sparse_gradient_resample_steps"))
      entry.set("group", take("sparse_gradient_group"))
    }
    if ["fo-adamw", "forward-grad"].contains(entry.name) || trainer == "zo" {
      entry.set("weightDecay", take("weight_decay"))
    }
    return entry
  }

  private func name(of trainer: String) -> String {
    if trainer == "forward_grad" { return "forward-grad" }
    guard let estimated = SweepNames.zerothOrder[trainer] else {
      switch sweep.value("optimizer") {
      case "sgd": return "fo-sgd"
      case "adam": return "fo-adam"
      default: return "fo-adamw"
      }
    }
    guard estimated == "zo-sgd" else { return estimated }
    if (sweep.value("gradient_sparsity").flatMap(Double.init) ?? 0) > 0 { return "zo-sgd-sparse" }
    let momentum = sweep.value("momentum").flatMap(Double.init) ?? 0
    return momentum > 0 ? "zo-sgd-mmt" : "zo-sgd"
  }

  private mutating func translateRun() {
    let batch = take("per_device_train_batch_size")
    let pairs = [
      ("steps", take("max_steps")), ("batch", batch), ("train", take("num_train")),
      ("dev", take("num_dev")), ("test", take("num_eval")), ("dataSeed", take("train_set_seed")),
      ("maxLength", take("max_length")),
    ]
    for (setting, values) in pairs {
      guard let value = values.last else { continue }
      grid.defaults.append((setting, value))
      if values.count > 1 { noteOnly(setting, values) }
    }
    if take("load_bfloat16") == ["True"] { grid.defaults.append(("weights", "bf16")) }
    if take("load_float16") == ["True"] { grid.defaults.append(("weights", "f16")) }
    translateLength()
    grid.seeds = take("seed").isEmpty ? ["42"] : take("seed")
    if grid.seeds.count == 1 {
      note(.warning, "seed", "one seed: accuracies of zeroth-order methods vary by points; use 3")
    }
  }

  /// A grid has one value of what all its runs share.
  private mutating func noteOnly(_ setting: String, _ values: [String]) {
    findings.append(
      SweepFinding(
        .warning, GridPlace(path: setting),
        "a grid has one '\(setting)', the sweep has \(values.joined(separator: ", ")): only the "
          + "last is in the grid"))
  }

  /// Steps from epochs where no number of steps is given, and the evaluations on the way.
  private mutating func translateLength() {
    let every = take("eval_steps").compactMap(Int.init).last
    let given = sweep.meanings("max_steps").compactMap(Int.init).last ?? 0
    var steps = given
    if steps <= 0, let epochs = sweep.meanings("num_train_epochs").compactMap(Double.init).last {
      let batch = sweep.meanings("per_device_train_batch_size").compactMap(Double.init).last ?? 8
      let count = (epochs * (trainingExamples / max(batch, 1)).rounded(.up)).rounded(.up)
      guard count.isFinite, count >= 1, count < 1e9 else { return }
      steps = Int(count)
      grid.defaults.removeAll { $0.name == "steps" }
      grid.defaults.append(("steps", "\(steps)"))
    }
    if let every, every > 0, steps >= every {
      grid.defaults.append(("evaluations", "\(steps / every)"))
    }
  }

  /// What the sweep asks for, at most what its data have beside the development examples.
  private var trainingExamples: Double {
    func number(_ name: String, _ otherwise: Double) -> Double {
      sweep.meanings(name).compactMap(Double.init).last ?? otherwise
    }
    let (train, dev) = (number("num_train", 1000), number("num_dev", 500))
    let sizes = sweep.meanings("task_name").compactMap { SweepNames.sizes[$0.lowercased()] }
    guard let size = sizes.min() else { return train }
    return min(train, max(1, size - dev))
  }

  /// Values that say what zobench does anyway.
  private static let usual = [
    "weight_decay": "0", "perturbation_mode": "two_side",
    "q": "1", "momentum": "0", "num_train_sets": "1",
  ]

  private mutating func reportRest() {
    for name in sweep.names where !understood.contains(name) {
      if sweep.meanings(name) == Self.usual[name].map({ [$0] }) { continue }
      note(.note, name, "'\(name)' has no counterpart in a grid and is left out")
    }
  }
}
