/// Numbers that PyYAML, and so wandb, reads as text: `5e-3` without a point, or in quotes.
struct TextForNumbers: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    sweep.parameters.compactMap { parameter in
      let texts = parameter.values.filter { Self.isTextToPyYAML($0) }
      guard let first = texts.first else { return nil }
      let list = texts.map(\.text).joined(separator: ", ")
      return SweepFinding(
        .warning, first.place,
        "'\(parameter.name)': \(list) is text to PyYAML (YAML 1.1 wants a point: 1.0e-3), so that "
          + "wandb groups and sorts it as text; taken as numbers")
    }
  }

  /// YAML 1.1's floats need a point before the exponent and a sign in it.
  private static func isTextToPyYAML(_ value: Sweep.Value) -> Bool {
    guard Double(value.text) != nil else { return false }
    let lower = value.text.lowercased()
    guard let exponent = lower.firstIndex(of: "e") else { return value.isQuoted }
    let mantissa = lower[..<exponent]
    let sign = lower[lower.index(after: exponent)...].first
    return value.isQuoted || !mantissa.contains(".") || !(sign == "-" || sign == "+")
  }
}
