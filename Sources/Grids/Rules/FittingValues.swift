import Vocabulary

/// Every value is of the kind of the setting's default.
struct FittingValues: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let settings = grid.settings + grid.tunes.flatMap(\.settings)
    return settings.flatMap { setting -> [GridProblem] in
      guard let declaration = setting.declaration else { return [] }
      let example = declaration.initial
      return setting.candidates.filter { !declaration.fits($0) }.map { value in
        GridProblem(
          setting.valuePlace,
          "'\(setting.name)' must be \(example.kind), not \(found(value))" + hint(value, example))
      }
    }
  }

  private func found(_ value: SettingValue) -> String {
    if case .text(let text) = value { return "the text '\(text.prefix(40))'" }
    return String(value.description.prefix(60))
  }

  private func hint(_ value: SettingValue, _ example: SettingValue) -> String {
    switch (value, example) {
    case (.text(let text), .number), (.text(let text), .integer):
      NumberShape(text) != nil ? "; remove the quotes" : ""
    case (.text(let text), .boolean):
      ["true", "false"].contains(text) ? "; remove the quotes" : ""
    case (.integer, .text), (.number, .text), (.boolean, .text):
      "; put it in quotes"
    default: ""
    }
  }
}
