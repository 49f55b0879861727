import Vocabulary

/// Draft → cells, in the order in which models, tasks, schemes and optimizers are written.
///
/// A scheme that no optimizer trains has one cell for all of them.
struct CellExpansion {
  struct Expanded {
    var cell: Cell
    var choices: [ComponentChoice]
  }

  private let draft: GridDraft
  private let defaults: [String: SettingValue]
  /// Runs resolved so far: many cells share one.
  private var runs: [[String: SettingValue]: RunSettings] = [:]

  init(_ draft: GridDraft) {
    self.draft = draft
    defaults = draft.defaults.reduce(into: [:]) { $0[$1.name] = $1.candidates.first }
  }

  /// All cells, excluded ones too; the draft must be expandable.
  mutating func cells() throws(SettingsProblem) -> [Expanded] {
    var cells: [Expanded] = []
    let axes = Axis.allCases.map { draft.components(on: $0).flatMap(\.choices) }
    for model in axes[0] {
      for task in axes[1] {
        for scheme in axes[2] {
          for optimizer in optimizers(axes[3], for: scheme) {
            cells.append(try expanded(model, task, scheme, optimizer))
          }
        }
      }
    }
    return cells
  }

  /// All of them; or one that stands for none, where the scheme is not trained by steps.
  private func optimizers(
    _ choices: [ComponentChoice], for scheme: ComponentChoice
  ) -> [ComponentChoice] {
    guard !usesOptimizer(scheme.component), let first = choices.first else { return choices }
    return [ComponentChoice(component: .noOptimizer, run: [:], place: first.place)]
  }

  private func usesOptimizer(_ scheme: Component) -> Bool {
    draft.vocabulary.entry(scheme.name, on: .scheme)?.usesOptimizer ?? true
  }

  private mutating func expanded(
    _ model: ComponentChoice, _ task: ComponentChoice, _ scheme: ComponentChoice,
    _ optimizer: ComponentChoice
  ) throws(SettingsProblem) -> Expanded {
    var cell = Cell(
      model: model.component, task: task.component, scheme: scheme.component,
      optimizer: optimizer.component)
    // From the weakest to the strongest.
    let choices = [model, task, scheme, optimizer]
    cell.run = try run(choices.reduce(defaults) { $0.merging($1.run) { _, new in new } })
    // What is for one optimizer comes after what is for all.
    let tunes = draft.tunes.filter(\.isDefault) + draft.tunes.filter { !$0.isDefault }
    for tune in tunes where tune.selection.admits(cell) && usesOptimizer(cell.scheme) {
      for setting in tune.settings where !tune.isDefault || suits(setting, cell.optimizer) {
        cell.search(setting)
      }
    }
    return Expanded(cell: cell, choices: choices)
  }

  /// Whether the optimizer has the setting and its entry does not say it.
  private func suits(_ setting: SettingDraft, _ optimizer: Component) -> Bool {
    let entry = draft.vocabulary.entry(optimizer.name, on: .optimizer)
    return entry?[setting.name] != nil && optimizer.settings[setting.name] == nil
  }

  private mutating func run(
    _ settings: [String: SettingValue]
  ) throws(SettingsProblem) -> RunSettings {
    if let run = runs[settings] { return run }
    let run = try RunSettings.resolved(from: Component("run settings", settings))
    runs[settings] = run
    return run
  }
}

extension Cell {
  /// Searches a setting, in the place of an earlier search of it.
  fileprivate mutating func search(_ setting: SettingDraft) {
    let name = setting.name
    tune[name] = nil
    extend?[name] = nil
    then?[name] = nil
    if setting.isOwn {
      then = (then ?? [:]).merging([name: setting.candidates]) { $1 }
    } else {
      tune[name] = setting.candidates
      if setting.extend > 0 {
        extend = (extend ?? [:]).merging([name: setting.extend]) { $1 }
      }
    }
  }
}
