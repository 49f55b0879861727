import Foundation
import Notation
import Vocabulary

/// What a GGUF file says of its model, by key.
package struct GGUFMetadata: Sendable {
  private let url: URL
  private let values: [String: GGUFValue]

  init(_ url: URL, _ values: [String: GGUFValue]) {
    self.url = url
    self.values = values
  }

  /// Keys whose values say something, sorted: 0, false and empty say nothing.
  package var stated: [String] {
    values.filter { entry in
      switch entry.value {
      case .whole(0), .real(0), .flag(false), .text(""): false
      case .list(let list): list.count > 0
      default: true
      }
    }.keys.sorted()
  }

  /// What is wrong with the value of a key.
  package func problem(_ key: String, _ message: String) -> InputProblem {
    FormatProblem(at: "metadata \(quoted(key))", message).inputProblem(in: url)
  }

  private func wrong(_ key: String, _ value: GGUFValue, _ wanted: String) -> InputProblem {
    problem(key, "is \(value.description) where \(wanted) is expected")
  }

  /// The value, which must be there.
  package func required<Value>(
    _ key: String, _ read: (String) throws(InputProblem) -> Value?
  ) throws(InputProblem) -> Value {
    guard let value = try read(key) else { throw problem(key, "is not there; convert it again") }
    return value
  }

  package func whole(_ key: String) throws(InputProblem) -> Int? {
    guard let value = values[key] else { return nil }
    guard case .whole(let number) = value else { throw wrong(key, value, "a whole number") }
    return number
  }

  package func real(_ key: String) throws(InputProblem) -> Double? {
    guard let value = values[key] else { return nil }
    if case .whole(let number) = value { return Double(number) }
    guard case .real(let number) = value, number.isFinite else {
      throw wrong(key, value, "a finite number")
    }
    return number
  }

  package func flag(_ key: String) throws(InputProblem) -> Bool? {
    guard let value = values[key] else { return nil }
    guard case .flag(let flag) = value else { throw wrong(key, value, "true or false") }
    return flag
  }

  package func text(_ key: String) throws(InputProblem) -> String? {
    guard let value = values[key] else { return nil }
    guard case .text(let text) = value else { throw wrong(key, value, "text") }
    return text
  }

  package func texts(_ key: String) throws(InputProblem) -> [String]? {
    try list(key, "a list of texts") { value in
      if case .text(let text) = value { text } else { nil }
    }
  }

  package func wholes(_ key: String) throws(InputProblem) -> [Int]? {
    try list(key, "a list of whole numbers") { value in
      if case .whole(let number) = value { number } else { nil }
    }
  }

  package func reals(_ key: String) throws(InputProblem) -> [Float]? {
    try list(key, "a list of real numbers") { value in
      if case .real(let number) = value { Float(number) } else { nil }
    }
  }

  private func list<Element>(
    _ key: String, _ wanted: String, _ element: (GGUFValue) -> Element?
  ) throws(InputProblem) -> [Element]? {
    guard let value = values[key] else { return nil }
    guard case .list(let list) = value else { throw wrong(key, value, wanted) }
    do throws(FormatProblem) {
      let elements = try list.values().compactMap(element)
      guard elements.count == list.count else { throw FormatProblem("") }
      return elements
    } catch {
      throw error.message.isEmpty ? wrong(key, value, wanted) : problem(key, error.message)
    }
  }
}
