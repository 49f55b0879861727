import Vocabulary

/// A wandb sweep file as it is written: the flags of a command and the values that are searched.
///
/// Keys: https://docs.wandb.ai/guides/sweeps/sweep-config-keys.
struct Sweep: Sendable {
  /// `--name=value` of the command, in order; a flag without a value is `True`.
  struct Flag: Hashable, Sendable {
    var name: String
    var value: String
    var place: GridPlace
  }

  /// A searched parameter with its values as they are written.
  struct Parameter: Hashable, Sendable {
    var name: String
    var values: [Value]
    var place: GridPlace
  }

  /// A scalar: its text, and whether it was quoted.
  struct Value: Hashable, Sendable {
    var text: String
    var isQuoted = false
    var place: GridPlace

    /// What is written, the same for 1e-3 and 0.001.
    var meaning: String { Double(text).map { SettingValue.number($0).description } ?? text }
  }

  var name = ""
  var method: Value?
  var metric: Value?
  var flags: [Flag] = []
  var parameters: [Parameter] = []
  /// Parameters that are no lists of values.
  var unlisted: Set<String> = []
  /// What could not be read.
  var findings: [SweepFinding] = []

  /// What `name` is set to: the searched values, else the last flag of that name.
  func values(_ name: String) -> [Value] {
    if let parameter = parameters.first(where: { $0.name == name }) { return parameter.values }
    guard let flag = flags.last(where: { $0.name == name }) else { return [] }
    return [Value(text: flag.value, place: flag.place)]
  }

  /// The only or first value of `name`.
  func value(_ name: String) -> String? { values(name).first?.text }

  /// The different values of `name`, as a grid writes them.
  func meanings(_ name: String) -> [String] {
    var seen: Set<String> = []
    return values(name).map(\.meaning).filter { seen.insert($0).inserted }
  }

  /// Whether the switch `name` is on.
  func isOn(_ name: String) -> Bool { value(name)?.lowercased() == "true" }

  /// The names that are set, each once, in the order of the file.
  var names: [String] {
    var seen: Set<String> = []
    return (flags.map(\.name) + parameters.map(\.name)).filter { seen.insert($0).inserted }
  }

  func place(of name: String) -> GridPlace {
    values(name).first?.place ?? GridPlace(path: name)
  }
}
