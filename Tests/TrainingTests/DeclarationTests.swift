import Optimizers
import Schemes
import Tasks
import Testing
import Training
import Vocabulary

/// What is declared of settings, against what components accept.
@Suite struct DeclarationTests {
  private static let numbers = [0, 0.25, 0.5, 1, 2, 3, 8, 100, 4096, 1e6]

  private static let entries: [(axis: Axis, entry: ComponentDescription)] =
    OptimizerCatalog.descriptions.map { (.optimizer, $0) }
    + SchemeCatalog.descriptions.map { (.scheme, $0) }
    + TaskCatalog.descriptions.map { (.task, $0) }

  @Test func everySettingHasASentence() {
    for (_, entry) in Self.entries {
      for setting in entry.declarations {
        #expect(setting.summary.hasSuffix("."), "\(entry.name), \(setting.name)")
      }
    }
    for setting in RunSettings.declarations { #expect(setting.summary.hasSuffix(".")) }
  }

  /// The default and every value that is in the range; what only two settings together forbid is
  /// not asked for here.
  @Test func whatIsDeclaredIsAccepted() {
    var asked = 0
    for (axis, entry) in Self.entries where axis != .task {
      for setting in entry.declarations {
        for value in [setting.initial] + Self.candidates(setting) where isAlone(setting, value) {
          asked += 1
          let refusal = KnownComponents.catalogs.refusal(
            Component(entry.name, [setting.name: value]), axis)
          #expect(refusal == nil, "\(entry.name), \(setting.name): \(value)")
        }
      }
    }
    #expect(asked > 500)
  }

  @Test func whatIsNotDeclaredIsRefused() {
    for (axis, entry) in Self.entries where axis != .task {
      for setting in entry.declarations {
        for value in Self.outside(setting) {
          let component = Component(entry.name, [setting.name: value])
          #expect(
            KnownComponents.catalogs.refusal(component, axis)?.setting == setting.name,
            "\(entry.name), \(setting.name): \(value)")
        }
      }
    }
  }

  @Test func rangesAreToldInWords() {
    let wanted: [(SettingDeclaration, String)] = [
      (SettingDeclaration("a", .number(1), .positive), "finite and above 0"),
      (SettingDeclaration("a", .number(1), .positive.or("auto")), "finite and above 0, or auto"),
      (SettingDeclaration("a", .number(0.5), .decay), "in 0 ..< 1"),
      (SettingDeclaration("a", .number(0.5), .share), "above 0, at most 1"),
      (SettingDeclaration("a", .number(0.5), .inside), "above 0, below 1"),
      (SettingDeclaration("a", .integer(1), .period), "in 1 ... 1000000"),
      (SettingDeclaration("a", .integer(1), .atLeast(1)), "at least 1"),
      (SettingDeclaration("a", .text("x"), .names("x", "y", "z")), "x, y or z"),
    ]
    for (setting, text) in wanted { #expect(setting.wanted == text) }
  }

  /// Choices that another setting must go with.
  private func isAlone(_ setting: SettingDeclaration, _ value: SettingValue) -> Bool {
    switch (setting.name, value) {
    case ("queriesSchedule", _), ("epsilonSchedule", _): false
    case ("group", .text("row")), ("learningRate", .text): false
    case ("reparametrised", .boolean(true)), ("ends", .number), ("begins", .number): false
    case ("table", _), ("networks", _): value == setting.initial
    // Members come in pairs.
    case ("members", .integer(let count)): count % 2 == 0
    default: true
    }
  }

  private static func candidates(_ setting: SettingDeclaration) -> [SettingValue] {
    let values: [SettingValue] =
      switch setting.initial {
      case .integer: numbers.filter { $0 == $0.rounded() }.map { .integer(Int($0)) }
      case .number: numbers.map { .number($0) }
      case .text: setting.range.choices.map { .text($0) }
      case .boolean: [.boolean(true), .boolean(false)]
      case .list, .map: []
      }
    return values.filter { setting.problems(with: $0, of: "").isEmpty }
  }

  private static func outside(_ setting: SettingDeclaration) -> [SettingValue] {
    let values: [SettingValue] =
      switch setting.initial {
      case .integer: [.integer(-1), .integer(1 << 40), .text("several")]
      case .number: [.number(-1), .number(.infinity), .number(.nan), .boolean(true)]
      case .text: setting.range.choices.isEmpty ? [.integer(3)] : [.text("\u{1}"), .integer(3)]
      case .boolean: [.text("yes"), .integer(1)]
      case .list, .map: [.integer(1)]
      }
    return values.filter { !setting.problems(with: $0, of: "").isEmpty }
  }
}
