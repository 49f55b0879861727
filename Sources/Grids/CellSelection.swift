import Foundation
import Vocabulary

/// Which cells an exclusion or a search is about: name patterns per axis, all of which must match.
struct CellSelection: Hashable, Sendable {
  struct Selector: Hashable, Sendable {
    var axis: Axis
    var patterns: [NamePattern]
    /// `exclude[0].task`, at the position of the value.
    var place: GridPlace
  }

  var selectors: [Selector] = []

  func admits(_ cell: Cell) -> Bool {
    Axis.allCases.allSatisfy { admits(cell[$0], on: $0) }
  }

  /// Whether the selection leaves a component in on its axis.
  func admits(_ component: Component, on axis: Axis) -> Bool {
    selectors.allSatisfy { selector in
      selector.axis != axis || selector.patterns.contains { $0.means(component) }
    }
  }

  /// Whether the selection leaves `name` in on `axis`.
  func admits(_ name: String, on axis: Axis) -> Bool {
    selectors.filter { $0.axis == axis }.allSatisfy { selector in
      selector.patterns.contains { $0.means(name) }
    }
  }
}

/// Chooses cells by `--only`: `optimizer=zo-*,task=mini-sst2|mini-copa,seed=0`.
///
/// Conditions separated by commas must all hold, values separated by `|` are alternatives, and `*`
/// stands for any characters. A key is an axis, `seed`, a setting of a component that the grid
/// writes (`optimizer.learningRate=1e-3`), or a run setting (`run.steps=300`).
package struct CellFilter: Hashable, Sendable {
  private let conditions: [FilterCondition]

  /// Reads the text of `--only`; empty text admits every cell.
  package init(_ text: String) throws(InputProblem) {
    var conditions: [FilterCondition] = []
    if !text.allSatisfy(\.isWhitespace) {
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        conditions.append(try FilterCondition(String(part)))
      }
    }
    self.conditions = conditions
  }

  /// Whether all conditions hold of the cell.
  package func admits(_ cell: SeededCell) -> Bool {
    conditions.allSatisfy { $0.admits(cell) }
  }
}

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
    let hint = didYouMean(key, among: keys) ?? "there are \(keys.joined(separator: ", "))"
    return problem("there is no key '\(key)'; " + hint)
  }

  private static func problem(_ message: String) -> InputProblem {
    InputProblem(at: "--only", message)
  }
}

/// A name in which `*` stands for any characters, none included.
package struct NamePattern: Hashable, Sendable {
  package let text: String
  /// Whether it is a name as it is: almost all are.
  private let isPlain: Bool

  package init(_ text: String) {
    self.text = text
    isPlain = !text.utf8.contains(UInt8(ascii: "*"))
  }

  /// Whether all of `name` matches; linear in the product of the lengths at worst.
  func matches(_ name: String) -> Bool {
    guard !isPlain else {
      return text.utf8.count == name.utf8.count && text.utf8.elementsEqual(name.utf8)
    }
    let pattern = Array(text.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (p, n) = (0, 0)
    // The last `*` and how much of the name it has swallowed: where to go back to.
    var star: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        p = back.pattern + 1
        n = back.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}

extension NamePattern {
  /// Whether the pattern means this component by its name or its label.
  func means(_ component: Component) -> Bool {
    means(component.name) || (component.label.map(matches) ?? false)
  }

  /// Whether the pattern means this model, task, scheme or optimizer; a directory may also be
  /// meant by its last part.
  package func means(_ componentName: String) -> Bool {
    if matches(componentName) { return true }
    guard componentName.contains("/"), let last = componentName.split(separator: "/").last else {
      return false
    }
    return matches(String(last))
  }
}
