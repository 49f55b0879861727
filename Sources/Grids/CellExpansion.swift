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
  /// The searches, what is for one optimizer after what is for all.
  private let tunes: [TuneDraft]
  /// Runs resolved so far: many cells share one.
  private var runs: [[String: SettingValue]: RunSettings] = [:]

  init(_ draft: GridDraft) {
    self.draft = draft
    defaults = draft.defaults.reduce(into: [:]) { $0[$1.name] = $1.candidates.first }
    tunes = draft.tunes.filter(\.isDefault) + draft.tunes.filter { !$0.isDefault }
  }

  /// A choice, and whether each search takes it in: found once, since many cells have it.
  private struct Candidate {
    var choice: ComponentChoice
    var isTuned: [Bool]

    init(_ choice: ComponentChoice, on axis: Axis, of tunes: [TuneDraft]) {
      self.choice = choice
      isTuned = tunes.map { $0.selection.admits(choice.component, on: axis) }
    }
  }

  /// All cells, excluded ones too; the draft must be expandable.
  mutating func cells() throws(SettingsProblem) -> [Expanded] {
    var cells: [Expanded] = []
    let axes = Axis.allCases.map { axis in
      draft.components(on: axis).flatMap(\.choices).map { Candidate($0, on: axis, of: tunes) }
    }
    for model in axes[0] {
      for task in axes[1] {
        for scheme in axes[2] {
          for optimizer in optimizers(axes[3], for: scheme.choice) {
            cells.append(try expanded([model, task, scheme, optimizer]))
          }
        }
      }
    }
    return cells
  }

  /// All of them; or one that stands for none, where the scheme is not trained by steps.
  private func optimizers(
    _ candidates: [Candidate], for scheme: ComponentChoice
  ) -> [Candidate] {
    guard !draft.usesOptimizer(scheme.component) else { return candidates }
    let place = candidates.first?.choice.place ?? scheme.place
    let none = ComponentChoice(component: .noOptimizer, run: [:], place: place)
    return [Candidate(none, on: .optimizer, of: tunes)]
  }

  /// - Parameter candidates: one of each axis.
  private mutating func expanded(_ candidates: [Candidate]) throws(SettingsProblem) -> Expanded {
    let choices = candidates.map(\.choice)
    var cell = Cell(
      model: choices[0].component, task: choices[1].component, scheme: choices[2].component,
      optimizer: choices[3].component)
    // From the weakest to the strongest.
    cell.run = try run(choices.reduce(defaults) { $0.merging($1.run) { _, new in new } })
    guard draft.usesOptimizer(cell.scheme) else { return Expanded(cell: cell, choices: choices) }
    for (index, tune) in tunes.enumerated() where candidates.allSatisfy({ $0.isTuned[index] }) {
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
