/// A grid file as it is written: names with settings, each setting with its candidates as text.
struct GridText: Sendable {
  struct Entry: Sendable {
    var name: String
    var settings: [(name: String, values: [String])] = []

    mutating func set(_ name: String, _ values: [String]) {
      guard !values.isEmpty else { return }
      settings.append((name, values))
    }
  }

  var name = ""
  var question: [String] = []
  var models: [Entry] = []
  var tasks: [Entry] = []
  var schemes: [Entry] = []
  var optimizers: [Entry] = []
  var seeds: [String] = []
  var defaults: [(name: String, value: String)] = []
  /// Searched settings of all optimizers.
  var tune: [(name: String, values: [String])] = []

  /// The file in YAML.
  var text: String {
    var lines = ["zobench: 1", "name: \(Self.scalar(name))", "question: |"]
    lines += question.map { "  \($0)" }
    lines.append("")
    for (key, entries) in [
      ("models", models), ("tasks", tasks), ("schemes", schemes), ("optimizers", optimizers),
    ] {
      lines.append("\(key):")
      lines += entries.map { "  - \(Self.entry($0))" }
    }
    lines.append("seeds: [\(seeds.joined(separator: ", "))]")
    if !defaults.isEmpty {
      lines.append("defaults:")
      lines += defaults.map { "  \($0.name): \($0.value)" }
    }
    if !tune.isEmpty {
      let names = Set(optimizers.map(\.name)).sorted().joined(separator: ", ")
      let settings = tune.map { "\($0.name): [\($0.values.joined(separator: ", "))]" }
      lines += ["tune:", "  - { optimizer: [\(names)], \(settings.joined(separator: ", ")) }"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func entry(_ entry: Entry) -> String {
    guard !entry.settings.isEmpty else { return scalar(entry.name) }
    let settings = entry.settings.map { setting in
      let value =
        setting.values.count == 1
        ? setting.values[0] : "[\(setting.values.joined(separator: ", "))]"
      return "\(setting.name): \(value)"
    }
    return "\(scalar(entry.name)): { \(settings.joined(separator: ", ")) }"
  }

  /// A name, quoted where YAML could take it for something else.
  private static func scalar(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_./@".contains($0) }
    guard !plain || text.isEmpty || !(text.first?.isLetter ?? false) else { return text }
    let escaped = text.unicodeScalars.map { scalar in
      scalar.value < 32 || scalar == "\"" || scalar == "\\" ? " " : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }
}
