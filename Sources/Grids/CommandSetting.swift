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

extension GridDraft {
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
    let example = GridDecoder.runDefaults[setting.name]
    defaults =
      defaults.filter(isOther) + [
        SettingDraft(
          name: setting.name, place: place, valuePlace: place,
          candidates: [setting.value.adapted(to: example)], example: example, isRunSetting: true)
      ]
  }
}
