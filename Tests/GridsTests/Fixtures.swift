import Foundation
import Grids
import Vocabulary

/// A small catalog, and the study or problems that a text gives with it.
enum Fixtures {
  static let vocabulary = KnownComponents([
    .model: [ComponentDescription(name: "tiny-opt", summary: "", defaults: [:])],
    .task: [
      ComponentDescription(
        name: "mini-sst2", summary: "",
        defaults: ["prompt": .text("mezo"), "balanced": .boolean(true)]),
      ComponentDescription(name: "mini-copa", summary: "", defaults: ["prompt": .text("mezo")]),
    ],
    .scheme: [
      ComponentDescription(name: "ft", summary: "", defaults: [:]),
      ComponentDescription(
        name: "zero-shot", summary: "", defaults: [:], usesOptimizer: false),
      ComponentDescription(
        name: "lora", summary: "",
        defaults: ["rank": .integer(8), "targets": .list([.text("q"), .text("v")])]),
    ],
    .optimizer: [
      ComponentDescription(
        name: "fo-adam", summary: "",
        defaults: ["learningRate": .number(1e-3), "betas": .list([.number(0.9), .number(0.999)])]),
      ComponentDescription(
        name: "zo-sgd", summary: "",
        settings: [
          SettingDeclaration("learningRate", .number(1e-6), .any.or("auto")),
          SettingDeclaration("epsilon", .number(1e-3)),
          SettingDeclaration("queries", .integer(1), .atLeast(1)),
        ]),
    ],
  ]) { component, _ in
    // At odds, though each is in its range.
    guard component.settings["queries"] == .integer(7), component.settings["epsilon"] == .number(7)
    else { return nil }
    return .outOfRange(
      setting: "queries", component: component.name, found: "7", wanted: "other than epsilon")
  }

  static let grid = """
    zobench: 1
    models: [tiny-opt]
    tasks: [mini-sst2, mini-copa]
    schemes: [ft]
    optimizers:
      - fo-adam
      - zo-sgd
    seeds: [0, 1]

    """

  static func study(_ text: String) throws(GridProblems) -> Study {
    try GridFile.parse(Data(text.utf8), name: "smoke.grid", vocabulary: vocabulary)
  }

  /// What is wrong with `text`, one problem per element; empty when nothing is.
  static func problems(_ text: String) -> [String] { problems(Data(text.utf8)) }

  static func problems(_ data: Data) -> [String] {
    do {
      _ = try GridFile.parse(data, name: "smoke.grid", vocabulary: vocabulary)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }
}
