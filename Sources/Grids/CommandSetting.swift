import Vocabulary

/// A run setting that an option of a command gives to every cell of a grid.
package struct CommandSetting: Hashable, Sendable {
  /// As people write it: `--compute`.
  package var option: String
  /// The setting's name in a grid.
  package var name: String
  package var value: SettingValue

  package init(_ option: String, _ name: String, _ value: SettingValue) {
    self.option = option
    self.name = name
    self.value = value
  }
}

/// What options of a command change in a grid, before its rules look at it.
package struct CommandOverrides: Hashable, Sendable {
  /// Run settings of every cell.
  package var settings: [CommandSetting]
  /// The models in the place of the grid's; nil leaves them.
  package var models: [String]?
  /// The seeds in the place of the grid's; nil leaves them.
  package var seeds: [Int]?

  package init(
    settings: [CommandSetting] = [], models: [String]? = nil, seeds: [Int]? = nil
  ) {
    self.settings = settings
    self.models = models
    self.seeds = seeds
  }
}

extension GridDecoder {
  /// Puts what the command says in the places of what the file says, so that the rules see it as
  /// they see the file's own; problems name the option.
  mutating func override(_ draft: inout GridDraft, with overrides: CommandOverrides) {
    if let models = overrides.models {
      let place = GridPlace(path: "--model")
      draft.components[.model] = models.map { component($0, on: .model, at: place) }
      draft.dropModels()
    }
    if let seeds = overrides.seeds {
      draft.seeds = seeds.map { LocatedSeed(seed: $0, place: GridPlace(path: "--set seeds")) }
    }
    for setting in overrides.settings { draft.override(setting) }
  }
}

extension GridDraft {
  /// Takes away exclusions and searches that are about models which an option has replaced.
  fileprivate mutating func dropModels() {
    let models = components(on: .model).map(\.component)
    func isMeant(_ selection: CellSelection) -> Bool {
      selection.selectors.filter { $0.axis == .model }.allSatisfy { selector in
        models.contains { model in selector.patterns.contains { $0.means(model) } }
      }
    }
    exclusions.removeAll { !isMeant($0.selection) }
    tunes.removeAll { !isMeant($0.selection) }
  }

  /// Puts the command's setting in the place of whatever the file says of it, so that the rules
  /// see it as they see the file's own.
  mutating func override(_ setting: CommandSetting) {
    let isOther = { (other: SettingDraft) in !(other.isRunSetting && other.name == setting.name) }
    for (axis, entries) in components {
      components[axis] = entries.map { entry in
        var entry = entry
        entry.settings = entry.settings.filter(isOther)
        return entry
      }
    }
    let place = GridPlace(path: setting.option)
    let declaration = GridDecoder.runSettings[setting.name]
    defaults =
      defaults.filter(isOther) + [
        SettingDraft(
          name: setting.name, place: place, valuePlace: place,
          candidates: [setting.value.adapted(to: declaration?.initial)], declaration: declaration,
          isRunSetting: true)
      ]
  }
}
