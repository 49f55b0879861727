import Notation

/// A one-to-one table of tokens (bytes) and ids.
struct TokenVocabulary: Sendable {
  /// No published vocabulary comes near; a larger id is a damaged file.
  static let largestID = 1 << 24

  private var ids: [Bytes: Int32] = [:]
  private var tokens: [Int32: Bytes] = [:]

  init() {}

  /// Reads an object of token to id; refuses repeated, negative and huge ids.
  init(_ field: JSONField) throws(TokenizerProblem) {
    let members = try field.members()
    ids.reserveCapacity(members.count)
    tokens.reserveCapacity(members.count)
    for member in members {
      guard case .integer(let value) = member.value, (0...Self.largestID).contains(value) else {
        throw field.member(member).problem("must be an id in 0...\(Self.largestID)")
      }
      guard insert(member.key, id: Int32(value)) else {
        let other = tokens[Int32(value)]?.text ?? ""
        throw field.member(member).problem(
          "id \(value) already belongs to '\(other)'; give each token an id of its own")
      }
    }
  }

  var count: Int { ids.count }
  var largestUsedID: Int32? { tokens.keys.max() }
  /// The length of the longest token, in bytes.
  var longestToken: Int { ids.keys.lazy.map(\.count).max() ?? 0 }

  func id(_ token: Bytes) -> Int32? { ids[token] }
  func token(_ id: Int32) -> Bytes? { tokens[id] }

  /// Adds a pair; false, and no change, if it contradicts a pair that is there.
  mutating func insert(_ token: Bytes, id: Int32) -> Bool {
    let known = (ids[token], tokens[id])
    if let knownID = known.0 { return knownID == id }
    guard known.1 == nil else { return false }
    ids[token] = id
    tokens[id] = token
    return true
  }
}
