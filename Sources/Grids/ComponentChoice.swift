import Vocabulary

/// One component of a cell, with the run settings that its entry asks for.
struct ComponentChoice: Hashable, Sendable {
  var component: Component
  var run: [String: SettingValue]
  var place: GridPlace

  func with(_ value: SettingValue, as setting: SettingDraft) -> ComponentChoice {
    var choice = self
    if setting.isRunSetting {
      choice.run[setting.name] = value
    } else {
      choice.component.settings[setting.name] = value
    }
    return choice
  }
}
