import Optimizers
import Testing
import Training
import Vocabulary

/// What the schema of grids says of settings, against what components accept.
@Suite(.tags(.slow)) struct LimitTests {
  private static let numbers = [0, 0.25, 0.5, 1, 2, 3, 8, 100, 4096, 1e6]

  @Test func noLimitIsNarrowerThanTheOptimizer() throws {
    let limits = try #require(KnownComponents.limits[.optimizer])
    var known = 0
    for entry in OptimizerCatalog.descriptions {
      for (setting, value) in entry.defaults {
        guard let limit = limits[entry.name]?[setting] else { continue }
        known += 1
        #expect(limit.admits(value), "\(entry.name), \(setting): default \(value), \(limit)")
        for candidate in Self.candidates(like: value) where accepts(entry, setting, candidate) {
          #expect(limit.admits(candidate), "\(entry.name), \(setting): \(candidate), \(limit)")
        }
        // Who has no queries takes no schedule of them.
        for choice in limit.choices where setting != "queriesSchedule" {
          #expect(accepts(entry, setting, .text(choice)), "\(entry.name), \(setting): \(choice)")
        }
      }
    }
    #expect(known > 100)
  }

  @Test func sentencesAreRead() {
    #expect(SettingLimit(wanted: "in 0 ..< 1").exclusiveMaximum == 1)
    #expect(SettingLimit(wanted: "from 1 to 65536").maximum == 65536)
    #expect(SettingLimit(wanted: "above 0, at most 1").exclusiveMinimum == 0)
    #expect(SettingLimit(wanted: "finite and at least 0").minimum == 0)
    #expect(SettingLimit(wanted: "block, mlp-attn or linear").choices.count == 3)
    #expect(SettingLimit(wanted: "a file with numbers above nothing") == SettingLimit())
  }

  private static func candidates(like value: SettingValue) -> [SettingValue] {
    switch value {
    case .integer: numbers.filter { $0 == $0.rounded() }.map { .integer(Int($0)) }
    case .number: numbers.map { .number($0) }
    default: []
    }
  }

  private func accepts(
    _ entry: ComponentDescription, _ setting: String, _ value: SettingValue
  ) -> Bool {
    (try? OptimizerCatalog.make(Component(entry.name, [setting: value]))) != nil
  }
}

extension SettingLimit {
  fileprivate func admits(_ value: SettingValue) -> Bool {
    switch value {
    case .integer(let number): admits(Double(number))
    case .number(let number): admits(number)
    case .text(let text): choices.isEmpty || choices.contains(text)
    case .boolean, .list, .map: true
    }
  }

  private func admits(_ number: Double) -> Bool {
    number >= minimum ?? -.infinity && number <= maximum ?? .infinity
      && number > exclusiveMinimum ?? -.infinity && number < exclusiveMaximum ?? .infinity
  }
}
