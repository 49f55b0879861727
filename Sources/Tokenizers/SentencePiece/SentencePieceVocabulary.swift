import Notation

/// Turns the pieces of a SentencePiece BPE model into a byte-pair model with the same ids.
///
/// SentencePiece joins neighbors whose joint is a piece, the highest score first; so every way
/// to cut a piece in two is a merge, and pieces of equal score are of equal rank.
struct SentencePieceVocabulary {
  /// The longest piece that is cut up; published ones have 48 bytes at most.
  private static let longestPiece = 1024

  let file: SentencePieceFile
  private(set) var vocabulary = TokenVocabulary()
  private var merges = MergeTable()

  init(_ file: SentencePieceFile) throws(TokenizerProblem) {
    self.file = file
    for (index, piece) in file.pieces.enumerated() {
      let id = Int32(clamping: index)
      guard vocabulary.id(piece.content) == nil, vocabulary.insert(piece.content, id: id) else {
        throw problem(piece, "is repeated; fetch the file again")
      }
      guard piece.kind != .unused else { throw problem(piece, "is UNUSED, which is not supported") }
    }
    try addMerges()
  }

  private func problem(_ piece: SentencePieceEntry, _ message: String) -> TokenizerProblem {
    file.problem("byte \(piece.offset)", "piece '\(piece.content.text)' \(message)")
  }

  /// The id of the one unknown piece.
  private func unknown() throws(TokenizerProblem) -> Int32 {
    let found = file.pieces.indices.filter { file.pieces[$0].kind == .unknown }
    guard found.count == 1, let id = found.first else {
      throw file.problem("pieces", "\(found.count) are UNKNOWN where one must be")
    }
    return Int32(clamping: id)
  }

  func model() throws(TokenizerProblem) -> BytePairModel {
    var frozen: [AddedToken] = []
    for (index, piece) in file.pieces.enumerated() where piece.kind == .userDefined {
      guard !piece.content.contains(0x20) else {
        throw problem(piece, "is USER_DEFINED with a space, which is not supported")
      }
      frozen.append(
        AddedToken(content: piece.content, id: Int32(clamping: index), isSpecial: false))
    }
    return BytePairModel(
      vocabulary: vocabulary, merges: merges, unknown: try unknown(),
      fallsBack: file.fallsBackToBytes, frozen: frozen)
  }

  private mutating func addMerges() throws(TokenizerProblem) {
    let scores = Set(file.pieces.lazy.filter { $0.kind == .normal }.map(\.score))
    var ranks: [Float: Int] = [:]
    for (rank, score) in scores.sorted(by: >).enumerated() { ranks[score] = rank }
    merges.reserve(2 * file.pieces.count)
    for (index, piece) in file.pieces.enumerated() where piece.kind == .normal {
      try addCuts(of: piece, product: Int32(clamping: index), rank: ranks[piece.score] ?? 0)
    }
  }

  private mutating func addCuts(
    of piece: SentencePieceEntry, product: Int32, rank: Int
  ) throws(TokenizerProblem) {
    let content = piece.content
    guard content.count <= Self.longestPiece else {
      throw problem(piece, "has more than \(Self.longestPiece) bytes")
    }
    var index = content.startIndex
    while index < content.endIndex {
      let end = index + content.scalar(at: index).length
      // SentencePiece would merge a character that is no piece; here it has no id.
      guard vocabulary.id(content[index..<end]) != nil else {
        throw problem(
          piece, "holds '\(content[index..<end].text)', which is no piece; this is not supported")
      }
      if index > content.startIndex { addCut(content, at: index, product, rank) }
      index = end
    }
  }

  private mutating func addCut(_ content: Bytes, at index: Int, _ product: Int32, _ rank: Int) {
    guard let left = mergeable(content[..<index]), let right = mergeable(content[index...]) else {
      return
    }
    // Two ids make one joint, so a pair never comes twice.
    _ = merges.insert(left, right, product: product, rank: rank)
  }

  /// The id of a piece that can take part in a merge.
  private func mergeable(_ content: Bytes) -> Int32? {
    guard let id = vocabulary.id(content), file.pieces[Int(id)].kind == .normal else { return nil }
    return id
  }
}

/// One piece of a SentencePiece vocabulary; its id is its place in the file.
struct SentencePieceEntry {
  /// `SentencePiece.Type` in `sentencepiece_model.proto`.
  enum Kind: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  var content: Bytes = []
  var score: Float = 0
  var kind = Kind.normal
  /// Where it stands in the file, in bytes.
  var offset: Int

  init(_ bytes: Bytes) throws(FormatProblem) {
    offset = bytes.startIndex
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let content)): self.content = content
      case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
      case (3, .varint(let number)):
        guard let kind = Kind(rawValue: number) else {
          throw FormatProblem(
            at: "byte \(field.offset)", "piece type \(number) is not supported (supported: 1...6)")
        }
        self.kind = kind
      default: break
      }
    }
    try check()
  }

  private func check() throws(FormatProblem) {
    let problem = { (message: String) in
      FormatProblem(at: "byte \(offset)", message + "; fetch the file again")
    }
    guard !content.isEmpty else { throw problem("a piece is empty") }
    guard String(validating: content, as: UTF8.self) != nil else {
      throw problem("a piece is not UTF-8")
    }
    guard score.isFinite else { throw problem("piece '\(content.text)' has no finite score") }
    guard kind != .byte || ByteToken.byte(of: content) != nil else {
      throw problem("byte piece '\(content.text)' is not of the form <0x41>")
    }
  }
}
