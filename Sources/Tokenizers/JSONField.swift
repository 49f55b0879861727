import Foundation
import Notation

/// A JSON value together with where it stands, so that a complaint can say so.
struct JSONField: Sendable {
  let value: JSON
  let file: String
  /// The path from the root: `model.vocab`; empty at the root.
  let place: String

  /// How many values may be open at once in a file.
  private static let deepestNesting = 128

  /// The root of `data`, which is JSON in UTF-8 without repeated keys.
  static func read(_ data: Data, file: String) throws(TokenizerProblem) -> JSONField {
    do throws(FormatProblem) {
      let value = try JSON(reading: Array(data), deepest: deepestNesting)
      return JSONField(value: value, file: file, place: "")
    } catch {
      throw TokenizerProblem(
        file: file, place: error.place,
        message: "JSON: \(error.message); correct the file or fetch it again")
    }
  }

  func problem(_ message: String) -> TokenizerProblem {
    TokenizerProblem(file: file, place: place.isEmpty ? "document" : place, message: message)
  }

  private func child(_ key: String, _ value: JSON) -> JSONField {
    JSONField(value: value, file: file, place: place.isEmpty ? key : "\(place).\(key)")
  }

  /// The members of an object, in the file's order.
  func members() throws(TokenizerProblem) -> [JSON.Member] {
    guard case .object(let members) = value else { throw problem("must be an object") }
    return members
  }

  /// The field of an object under `key`; nil if it is absent or null.
  func optional(_ key: String) throws(TokenizerProblem) -> JSONField? {
    let name = Bytes(key)
    guard let member = try members().first(where: { $0.key == name }) else { return nil }
    if case .null = member.value { return nil }
    return child(key, member.value)
  }

  func required(_ key: String) throws(TokenizerProblem) -> JSONField {
    guard let field = try optional(key) else { throw problem("'\(key)' is missing; add it") }
    return field
  }

  func member(_ member: JSON.Member) -> JSONField {
    child(member.key.text, member.value)
  }

  func elements() throws(TokenizerProblem) -> [JSONField] {
    guard case .array(let elements) = value else { throw problem("must be a list") }
    return elements.enumerated().map { index, value in
      JSONField(value: value, file: file, place: "\(place)[\(index)]")
    }
  }

  func bytes() throws(TokenizerProblem) -> Bytes {
    guard case .string(let bytes) = value else { throw problem("must be a string") }
    return bytes
  }

  func integer() throws(TokenizerProblem) -> Int {
    guard case .integer(let integer) = value else { throw problem("must be a whole number") }
    return integer
  }

  /// A number that may be a token's id.
  func id() throws(TokenizerProblem) -> Int32 {
    let integer = try integer()
    guard (0...TokenVocabulary.largestID).contains(integer) else {
      throw problem("id \(integer) is outside 0...\(TokenVocabulary.largestID)")
    }
    return Int32(integer)
  }

  /// The truth value under `key`, or `fallback` if there is none.
  func flag(_ key: String, default fallback: Bool) throws(TokenizerProblem) -> Bool {
    guard let field = try optional(key) else { return fallback }
    guard case .bool(let flag) = field.value else { throw field.problem("must be true or false") }
    return flag
  }

  /// The entry of `catalog` that this component's `type` names; others are refused by name.
  func type<Kind>(
    of role: String, in catalog: [Kind], named name: (Kind) -> String
  ) throws(TokenizerProblem) -> Kind {
    let wanted = try required("type").bytes().text
    guard let kind = catalog.first(where: { name($0) == wanted }) else {
      let known = catalog.map(name).joined(separator: ", ")
      throw problem("\(role) '\(wanted)' is not supported (supported: \(known))")
    }
    return kind
  }

  /// Refuses a setting that this program would otherwise ignore.
  func refuse(_ key: String, unless isHarmless: (JSON) -> Bool) throws(TokenizerProblem) {
    guard let field = try optional(key), !isHarmless(field.value) else { return }
    throw field.problem("is not supported; use a tokenizer without it")
  }
}
