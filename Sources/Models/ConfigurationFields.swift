import Foundation
import Notation
import Vocabulary

/// The fields of a `config.json`, read with the checks that untrusted sizes need.
///
/// A field that is null counts as absent: transformers writes null where its default is to be used.
package struct ConfigurationFields: Sendable {
  /// What messages call the file, and the object inside it.
  package let place: String
  private let values: [String: Field]

  private enum Field: Hashable, Sendable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case text(String)
    case texts([String])
    case integers([Int])
    case object([String: Field])
    case null
    case other
  }

  /// The largest size that any field may have; keeps every product of two sizes in range.
  static let largestSize = 1 << 24
  private static let largestFile = 1 << 20
  /// What is deeper is no configuration.
  private static let deepestNesting = 32

  /// - Parameter owner: what needs the file.
  /// - Throws: `InputProblem` when the file is absent, too large, or not a JSON object.
  package init(_ file: URL, of owner: String = "a model directory") throws(InputProblem) {
    let data: Data
    do throws(FileProblem) {
      data = try RegularFile.contents(of: file, atMost: Self.largestFile)
    } catch {
      let advice =
        error.kind == .missing ? "\(owner) needs \(file.lastPathComponent)" : "name another"
      throw InputProblem(
        error.kind == .missing ? .missing : .invalid, at: file.path, "\(error); \(advice)")
    }
    try self.init(data, place: file.path)
  }

  package init(_ data: Data, place: String) throws(InputProblem) {
    guard data.count <= Self.largestFile else {
      throw InputProblem(at: place, "is larger than 1 MiB: not a model configuration")
    }
    let root: JSON
    do throws(FormatProblem) {
      root = try JSON(reading: Array(data), deepest: Self.deepestNesting)
    } catch {
      throw InputProblem(at: place, "is not a JSON object: \(error.place): \(error.message)")
    }
    guard case .object(let members) = root else {
      throw InputProblem(at: place, "is not a JSON object")
    }
    self.init(place: place, values: Self.fields(members))
  }

  private init(place: String, values: [String: Field]) {
    self.place = place
    self.values = values
  }

  private static func fields(_ members: [JSON.Member]) -> [String: Field] {
    Dictionary(
      members.map { (String(decoding: $0.key, as: UTF8.self), field($0.value)) }
    ) { $1 }
  }

  private static func field(_ value: JSON) -> Field {
    switch value {
    case .null: return .null
    case .bool(let flag): return .boolean(flag)
    case .integer(let whole): return .integer(whole)
    case .real(let number): return Int(exactly: number).map(Field.integer) ?? .number(number)
    case .string(let bytes): return .text(String(decoding: bytes, as: UTF8.self))
    case .object(let members): return .object(fields(members))
    case .array(let elements):
      let texts = elements.compactMap { element in
        if case .string(let bytes) = element { String(decoding: bytes, as: UTF8.self) } else { nil }
      }
      if texts.count == elements.count { return .texts(texts) }
      let integers = elements.compactMap { element in
        if case .integer(let whole) = element { whole } else { nil }
      }
      return integers.count == elements.count ? .integers(integers) : .other
    }
  }

  /// The field, unless it is absent or null.
  private func value(_ name: String) -> Field? {
    guard let value = values[name] else { return nil }
    if case .null = value { return nil }
    return value
  }

  /// Whether the field is there and null, for families in which that means "none".
  package func isNull(_ name: String) -> Bool {
    if case .null? = values[name] { return true }
    return false
  }

  /// Whether the field is there and not null.
  func has(_ name: String) -> Bool { value(name) != nil }

  /// Names of the fields that say something, sorted: what is null, false or empty says nothing.
  package var stated: [String] {
    values.filter { field in
      switch field.value {
      case .null, .boolean(false), .text(""): false
      case .texts(let texts): !texts.isEmpty
      case .object(let fields): !fields.isEmpty
      default: true
      }
    }.keys.sorted()
  }

  /// The same fields where a family has names of its own for what transformers lets every
  /// configuration call by one name.
  ///
  /// - Parameter own: the family's names by the common ones.
  /// - Throws: an `InputProblem` when both are there with different values.
  func renamed(_ own: [String: String]) throws(InputProblem) -> Self {
    var values = values
    for (common, name) in own.sorted(by: { $0.key < $1.key }) {
      guard let given = value(common) else { continue }
      guard (value(name) ?? given) == given else {
        throw InputProblem(
          at: place, "'\(common)' and '\(name)' are the same field, with different values")
      }
      values[name] = given
    }
    return Self(place: place, values: values)
  }

  /// The first field, by name, that this object states and another does not, or not so.
  ///
  /// - Parameter newer: what the other calls fields that have changed their names.
  func difference(from other: Self, newer: [String: String] = [:]) -> String? {
    values.keys.sorted().first { name in
      guard let given = value(name) else { return false }
      return given != other.value(name) && given != other.value(newer[name] ?? name)
    }
  }

  /// Whether the field is absent, or one of some texts.
  package func isUnset(_ name: String, or texts: String...) -> Bool {
    switch value(name) {
    case nil, .boolean?: true
    case .text(let text)?: texts.contains(text)
    default: false
    }
  }

  /// A positive size up to 2^24.
  package func size(_ name: String, default fallback: Int? = nil) throws(InputProblem) -> Int {
    guard let size = try sizeIfPresent(name) ?? fallback else { throw missing(name) }
    return size
  }

  /// One token's id or several, each from 0 to 2^24; nil when there is no such field.
  package func tokens(_ name: String) throws(InputProblem) -> [Int]? {
    let ids: [Int]
    switch value(name) {
    case nil: return nil
    case .integer(let id)?: ids = [id]
    case .integers(let all)?: ids = all
    case .texts(let texts)? where texts.isEmpty: ids = []
    default: ids = [-1]
    }
    guard ids.allSatisfy({ (0...Self.largestSize).contains($0) }) else {
      throw InputProblem(at: place, "'\(name)' must be a token's id, or a list of ids")
    }
    return ids
  }

  /// - Throws: an `InputProblem` when the field has an id beyond a vocabulary.
  func requireTokens(_ name: String, below size: Int) throws(InputProblem) {
    // The first files of LLaMA say so that there is no padding.
    if name == "pad_token_id", value(name) == .integer(-1) { return }
    guard let id = try tokens(name)?.first(where: { $0 >= size }) else { return }
    throw InputProblem(
      at: place,
      "'\(name)' is \(id), and the vocabulary has \(size) tokens; correct it, or 'vocab_size'")
  }

  /// A positive size up to 2^24; nil when there is none.
  package func sizeIfPresent(_ name: String) throws(InputProblem) -> Int? {
    guard let value = value(name) else { return nil }
    guard case .integer(let size) = value, size > 0, size <= Self.largestSize else {
      throw InputProblem(
        at: place, "'\(name)' must be an integer from 1 to \(Self.largestSize)")
    }
    return size
  }

  /// A token's id: from 0 to 2^24.
  package func token(_ name: String, default fallback: Int) throws(InputProblem) -> Int {
    switch value(name) {
    case nil: return fallback
    case .integer(let id)? where id >= 0 && id <= Self.largestSize: return id
    default: throw InputProblem(at: place, "'\(name)' must be a token's id")
    }
  }

  package func number(
    _ name: String, default fallback: Double? = nil
  ) throws(InputProblem) -> Double {
    switch value(name) {
    case nil:
      guard let fallback else { throw missing(name) }
      return fallback
    case .number(let value)? where value.isFinite: return value
    case .integer(let value)?: return Double(value)
    default: throw InputProblem(at: place, "'\(name)' must be a number")
    }
  }

  package func flag(_ name: String, default fallback: Bool) throws(InputProblem) -> Bool {
    switch value(name) {
    case nil: return fallback
    case .boolean(let value)?: return value
    case .integer(let value)? where value == 0 || value == 1: return value == 1
    default: throw InputProblem(at: place, "'\(name)' must be true or false")
    }
  }

  package func text(_ name: String, default fallback: String? = nil) throws(InputProblem) -> String
  {
    switch value(name) {
    case .text(let value)?: return value
    case nil:
      guard let fallback else { throw missing(name) }
      return fallback
    default: throw InputProblem(at: place, "'\(name)' must be text")
    }
  }

  /// A list of texts; nil when there is none.
  package func texts(_ name: String) throws(InputProblem) -> [String]? {
    switch value(name) {
    case nil: return nil
    case .texts(let values)?: return values
    default: throw InputProblem(at: place, "'\(name)' must be a list of texts")
    }
  }

  /// The fields of an object inside this one; nil when there is none.
  package func object(_ name: String) throws(InputProblem) -> ConfigurationFields? {
    switch value(name) {
    case nil: return nil
    case .object(let inner)?: return Self(place: "\(place): '\(name)'", values: inner)
    default: throw InputProblem(at: place, "'\(name)' must be an object")
    }
  }

  private func missing(_ name: String) -> InputProblem {
    InputProblem(at: place, "has no '\(name)'")
  }
}
