import Crypto
import Foundation

/// SHA-256 as lower-case hexadecimal.
package struct ContentDigest: Hashable, Codable, Sendable, CustomStringConvertible {
  /// The 64 digits.
  package var hex: String

  /// A digest that is known.
  package init(hex: String) { self.hex = hex }

  /// The digest of bytes.
  package init(of data: some DataProtocol) { self.init(SHA256.hash(data: data)) }

  private init(_ digest: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    hex = String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of a text's UTF-8.
  package init(of text: String) { self.init(of: Data(text.utf8)) }

  /// A digest of data that comes in pieces; the pieces do not count, only their concatenation.
  package struct Stream {
    private var hasher = SHA256()

    /// Nothing so far.
    package init() {}

    /// Adds a piece.
    package mutating func append(_ data: some DataProtocol) { hasher.update(data: data) }

    /// Of everything so far.
    package var value: ContentDigest { ContentDigest(hasher.finalize()) }
  }

  /// The digits.
  package var description: String { hex }
  /// The first 12 digits, for people.
  package var short: String { String(hex.prefix(12)) }

  /// Reads the digits from one string.
  package init(from decoder: any Decoder) throws {
    hex = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the digits as one string.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

/// What a stored result was computed from; two runs with equal identities are the same run.
package struct Identity: Hashable, Codable, Sendable {
  /// Bumped whenever the training of every optimizer would give other numbers for the same
  /// configuration; an optimizer's revision is added to it.
  package static let currentSemantics = 2

  /// Digest of the resolved cell and its seed.
  package var configuration: ContentDigest
  /// Digest of the examples that are used, after sampling.
  package var data: ContentDigest
  /// Digest of the model's configuration, weights and tokenizer.
  package var model: ContentDigest
  /// The training-semantics version: the program's, and the optimizer's revision on top.
  package var semantics: Int

  package init(
    of cell: SeededCell, data: ContentDigest, model: ContentDigest,
    semantics: Int = Identity.currentSemantics
  ) {
    self.init(
      of: CanonicalCell(cell.cell), seed: cell.seed, data: data, model: model,
      semantics: semantics)
  }

  /// The same of a cell whose text is at hand.
  package init(
    of cell: CanonicalCell, seed: Int, data: ContentDigest, model: ContentDigest,
    semantics: Int = Identity.currentSemantics
  ) {
    configuration = ContentDigest(of: cell.text(seed: seed))
    self.data = data
    self.model = model
    self.semantics = semantics
  }

  package init(
    configuration: ContentDigest, data: ContentDigest, model: ContentDigest, semantics: Int
  ) {
    self.configuration = configuration
    self.data = data
    self.model = model
    self.semantics = semantics
  }

  /// The primary key: a digest of all four parts.
  package var digest: ContentDigest {
    ContentDigest(of: "\(configuration)/\(data)/\(model)/\(semantics)")
  }

  /// Why a stored run of the same configuration does not count as this one; empty when it does.
  package func differences(from stored: Identity) -> [String] {
    var reasons: [String] = []
    if stored.data != data { reasons.append("the data changed") }
    if stored.model != model { reasons.append("the model changed") }
    if stored.semantics != semantics {
      reasons.append(
        "the training of this optimizer changed: semantics \(stored.semantics), now \(semantics)")
    }
    return reasons
  }
}

/// The canonical text of a cell, which its seeds share.
package struct CanonicalCell: Sendable {
  /// A piece of a cell that other cells have as well.
  package enum Piece: Hashable, Sendable {
    case component(Component)
    case run(Shared<RunSettings>)
    case values([String: [SettingValue]])
    case counts([String: Int])

    /// Its canonical JSON.
    package var text: String {
      switch self {
      case .component(let component): canonicalJSON(component)
      case .run(let run): canonicalJSON(run)
      case .values(let values): canonicalJSON(values)
      case .counts(let counts): canonicalJSON(counts)
      }
    }
  }

  private let text: String

  /// - Parameter piece: gives the canonical text of a piece, perhaps from those that it has made.
  package init(_ cell: Cell, text piece: (Piece) -> String = \.text) {
    var model = cell.model
    model.label = nil
    // As the canonical JSON of the cell itself, whose keys are in the order of their names.
    let pieces: [(key: String, value: Piece?)] = [
      ("extend", cell.extend.map(Piece.counts)), ("model", .component(model)),
      ("optimizer", .component(cell.optimizer)), ("run", .run(cell.$run)),
      ("scheme", .component(cell.scheme)), ("task", .component(cell.task)),
      ("then", cell.then.map(Piece.values)), ("tune", .values(cell.tune)),
    ]
    let members = pieces.compactMap { key, value in value.map { "\"\(key)\":\(piece($0))" } }
    text = "{" + members.joined(separator: ",") + "}"
  }

  /// The keys that a text may have: every property of a cell.
  package static let keys = [
    "extend", "model", "optimizer", "run", "scheme", "task", "then", "tune",
  ]

  /// The canonical JSON of the cell at a seed, a `SeededCell`.
  func text(seed: Int) -> String { "{\"cell\":\(text),\"seed\":\(seed)}" }
}

/// Sorted keys, no spaces, shortest numbers: equal values have equal text.
///
/// Different values have different text. Numbers that JSON has no form for are written as text, so
/// that no value fails to encode: identities are digests of this.
package func canonicalJSON(_ value: some Encodable) -> String {
  do {
    return String(decoding: try JSONEncoder.canonical().encode(value), as: UTF8.self)
  } catch {
    preconditionFailure("a value without a form in JSON: \(error)")
  }
}
