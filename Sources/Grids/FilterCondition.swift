import Foundation
import Vocabulary

/// One condition of a filter: `task=mini-sst2|mini-copa`.
struct FilterCondition: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case axis(Axis)
    case setting(Axis, String)
    case run(String)
    case seed
  }

  private let subject: Subject
  private let patterns: [NamePattern]

  init(_ text: String) throws(InputProblem) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2, !parts[0].isEmpty else {
      throw Self.problem("'\(text)' is not a condition; write for example optimizer=zo-*")
    }
    subject = try Self.subject(parts[0])
    let values = parts[1].split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard values.allSatisfy({ !$0.isEmpty }) else {
      throw Self.problem("'\(text)' has an empty value; write for example \(parts[0])=…|…")
    }
    patterns = values.map { NamePattern($0) }
    if subject == .seed, let value = values.first(where: { !$0.contains("*") && Int($0) == nil }) {
      throw Self.problem("the seed '\(value)' is not an integer")
    }
  }

  func admits(_ seeded: SeededCell) -> Bool {
    switch subject {
    case .axis(let axis):
      patterns.contains { $0.means(seeded.cell[axis]) }
    case .seed:
      patterns.contains { Int($0.text) == seeded.seed || $0.matches(String(seeded.seed)) }
    case .setting(let axis, let name):
      admits(seeded.cell[axis].settings[name])
    case .run(let name):
      admits(seeded.cell.run.values[name])
    }
  }

  /// Compares numbers as numbers (`1e-3` means 0.001); what the grid does not write is no match.
  private func admits(_ value: SettingValue?) -> Bool {
    guard let value else { return false }
    return patterns.contains { pattern in
      if case .value(let wanted) = PlainScalar(pattern.text), wanted.adapted(to: value) == value {
        return true
      }
      return pattern.matches(value.description)
    }
  }

  private static func subject(_ key: String) throws(InputProblem) -> Subject {
    if key == "seed" { return .seed }
    if let axis = Axis(named: key) { return .axis(axis) }
    let axes = Axis.allCases.map(\.rawValue)
    let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw unknown(key, among: axes + ["seed"])
    }
    if let axis = Axis(named: parts[0]) { return .setting(axis, parts[1]) }
    guard parts[0] == "run" else { throw unknown(parts[0], among: axes + ["run"]) }
    let names = GridDecoder.runSettings.declarations.map(\.name)
    guard names.contains(parts[1]) else { throw unknown(parts[1], among: names.sorted()) }
    return .run(parts[1])
  }

  private static func unknown(_ key: String, among keys: [String]) -> InputProblem {
    let hint =
      Hint.nearest(to: key, among: keys)
      ?? "; there are \(keys.joined(separator: ", "))"
    return problem("there is no key '\(key)'" + hint)
  }

  private static func problem(_ message: String) -> InputProblem {
    InputProblem(at: "--only", message)
  }
}
