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

/// Located tree → sweep; what does not fit is a finding, not a failure.
struct SweepDecoder {
  private var sweep = Sweep()

  /// - Throws: when the tree is no sweep: a mapping with `parameters`.
  static func sweep(of tree: GridNode) throws(GridProblems) -> Sweep {
    guard let entries = tree.entries, entries.contains(where: { $0.key == "parameters" }) else {
      throw GridProblems(
        GridPlace(path: "", position: tree.position),
        "this is no wandb sweep: it has no 'parameters'; a sweep is a mapping with 'method', "
          + "'metric', 'command' and 'parameters'")
    }
    var decoder = SweepDecoder()
    for entry in entries { decoder.read(entry) }
    return decoder.sweep
  }

  private mutating func read(_ entry: GridNode.Entry) {
    let place = GridPlace(path: entry.key, position: entry.position)
    switch entry.key {
    case "name": sweep.name = entry.value.text ?? ""
    case "method": sweep.method = value(entry.value, place)
    case "metric":
      let name = entry.value.entries?.first { $0.key == "name" }
      sweep.metric = name.flatMap { value($0.value, place) }
    case "command":
      for (index, element) in (entry.value.elements ?? []).enumerated() {
        readFlag(element, place.element(index, at: element.position))
      }
    case "parameters":
      for parameter in entry.value.entries ?? [] { readParameter(parameter, place) }
    default: break
    }
  }

  /// `--name=value`, or `--name` alone; the interpreter and wandb's `${args}` are no flags.
  private mutating func readFlag(_ node: GridNode, _ place: GridPlace) {
    guard let text = node.text, text.hasPrefix("--") else { return }
    let parts = text.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    if name.contains(where: \.isWhitespace) {
      sweep.findings.append(
        SweepFinding(
          .error, place, "'\(text)' has a space in its name: the program gets one unknown argument")
      )
      return
    }
    sweep.flags.append(
      Sweep.Flag(name: name, value: parts.count > 1 ? String(parts[1]) : "True", place: place))
  }

  private mutating func readParameter(_ entry: GridNode.Entry, _ parent: GridPlace) {
    let place = parent.child(entry.key, at: entry.position)
    guard let inner = entry.value.entries?.first(where: { ["values", "value"].contains($0.key) })
    else {
      sweep.unlisted.insert(entry.key)
      sweep.findings.append(
        SweepFinding(
          .error, place,
          "'\(entry.key)' has neither 'values' nor 'value'; distributions have no "
            + "grid: list the values"))
      return
    }
    let values = unnested(inner.value, entry.key, place)
    sweep.parameters.append(
      Sweep.Parameter(name: entry.key, values: values.compactMap { value($0, place) }, place: place)
    )
  }

  /// The values of a list; of a `values` inside of `values` too, which wandb never varies.
  private mutating func unnested(
    _ node: GridNode, _ name: String, _ place: GridPlace
  ) -> [GridNode] {
    if let inner = node.entries?.first(where: { $0.key == "values" }) {
      sweep.findings.append(
        SweepFinding(
          .error, place,
          "'\(name)' nests 'values' in 'values': wandb hands the mapping over as one "
            + "value; taken as the inner list"))
      return unnested(inner.value, name, place)
    }
    return node.elements ?? [node]
  }

  private func value(_ node: GridNode, _ parent: GridPlace) -> Sweep.Value? {
    let place = GridPlace(path: parent.path, position: node.position ?? parent.position)
    switch node.content {
    case .text(let text): return Sweep.Value(text: text, isQuoted: true, place: place)
    case .plain(let text): return Sweep.Value(text: text, place: place)
    default: return nil
    }
  }
}
