import ArgumentParser
import Foundation
import Vocabulary

/// `zo-sgd,mezo-gv(candidates: 8)` on the command line: names, with settings as reports show them.
///
/// A value in braces or brackets is JSON: `compose(estimator: {"leave-one-out": {"queries": 8}})`.
struct ComponentList: ExpressibleByArgument {
  var components: [Component]

  init?(argument: String) {
    guard let parts = Self.parts(of: argument), !parts.isEmpty else { return nil }
    components = parts.compactMap(Self.component)
    if components.count != parts.count { return nil }
  }

  /// The parts between commas that are in no bracket; nil when brackets do not match.
  private static func parts(of text: some StringProtocol) -> [String]? {
    var (parts, depth, isQuoted) = ([""], 0, false)
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, "([{".contains(character) { depth += 1 }
      if !isQuoted, ")]}".contains(character) { depth -= 1 }
      guard depth >= 0 else { return nil }
      if character == ",", depth == 0, !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return depth == 0 && !isQuoted ? parts.map { $0.trimmed } : nil
  }

  private static func component(_ text: String) -> Component? {
    guard let open = text.firstIndex(of: "(") else {
      return text.isEmpty ? nil : Component(text)
    }
    let name = String(text[..<open]).trimmed
    guard !name.isEmpty, text.hasSuffix(")"),
      let pairs = parts(of: text[text.index(after: open)...].dropLast())
    else { return nil }
    var settings: [String: SettingValue] = [:]
    for pair in pairs {
      guard let colon = pair.firstIndex(of: ":"), colon != pair.startIndex,
        let value = value(String(pair[pair.index(after: colon)...]).trimmed)
      else { return nil }
      settings[String(pair[..<colon]).trimmed] = value
    }
    return Component(name, settings)
  }

  private static func value(_ text: String) -> SettingValue? {
    guard let first = text.first else { return nil }
    if "{[\"".contains(first) {
      return try? JSONDecoder().decode(SettingValue.self, from: Data(text.utf8))
    }
    if let flag = Bool(text) { return .boolean(flag) }
    return Int(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? .text(text)
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
