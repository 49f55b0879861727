import Notation

/// Byte-pair encoding: scalars, or the bytes of unknown ones, merged by rank.
///
/// Sennrich et al. 2016 (arXiv 1508.07909); unknown scalars are treated as in Hugging Face
/// tokenizers: `byte_fallback`, then `unk_token` (neighbors fused if asked), else dropped.
struct BytePairModel: TokenModel {
  static let name = "BPE"

  let vocabulary: TokenVocabulary
  private let merges: MergeTable
  private var unknown: Int32?
  private var fusesUnknown = false
  /// The ids of `<0x00>` … `<0xFF>`, where the vocabulary has them; empty without fallback.
  private var byteTokens: [Int32?] = []
  /// Whether a piece that is a token is left whole.
  private var ignoresMerges = false
  /// Tokens that are taken whole wherever they stand, before any merge.
  private var frozen: AddedTokenMatcher?
  private var cutsWords: Bool
  private let cache = PieceCache()

  init(vocabulary: TokenVocabulary, merges: MergeTable) {
    self.vocabulary = vocabulary
    self.merges = merges
    cutsWords = WordCut.isSafe(for: merges, vocabulary)
  }

  /// A model of SentencePiece: neighboring unknown symbols are one, unless they fall back to
  /// bytes.
  init(
    vocabulary: TokenVocabulary, merges: MergeTable, unknown: Int32, fallsBack: Bool,
    frozen: [AddedToken]
  ) {
    self.init(vocabulary: vocabulary, merges: merges)
    self.unknown = unknown
    if !frozen.isEmpty { self.frozen = AddedTokenMatcher(frozen) }
    fusesUnknown = true
    if fallsBack { byteTokens = ByteToken.ids(in: vocabulary) }
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    let vocabulary = try TokenVocabulary(try field.required("vocab"))
    self.init(
      vocabulary: vocabulary,
      merges: try MergeList.read(try field.required("merges"), vocabulary: vocabulary))
    try Self.refuseUnsupported(field)
    if let token = try field.optional("unk_token") {
      unknown = vocabulary.id(try token.bytes())
      if unknown == nil { throw token.problem("is not in the vocabulary") }
    }
    fusesUnknown = try field.flag("fuse_unk", default: false)
    ignoresMerges = try field.flag("ignore_merges", default: false)
    cutsWords = cutsWords && !ignoresMerges
    if try field.flag("byte_fallback", default: false) {
      byteTokens = ByteToken.ids(in: vocabulary)
    }
  }

  private static func refuseUnsupported(_ field: JSONField) throws(TokenizerProblem) {
    let isZero = { (value: JSON) in
      switch value {
      case .integer(let number): number == 0
      case .real(let number): number == 0
      default: false
      }
    }
    let isEmpty = { (value: JSON) in
      guard case .string(let bytes) = value else { return false }
      return bytes.isEmpty
    }
    try field.refuse("dropout", unless: isZero)
    try field.refuse("continuing_subword_prefix", unless: isEmpty)
    try field.refuse("end_of_word_suffix", unless: isEmpty)
  }

  func encode(_ piece: Bytes, into ids: inout [Int32]) {
    guard let frozen else { return encode(text: piece, into: &ids) }
    for part in frozen.split(piece) {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let text): encode(text: text, into: &ids)
      }
    }
  }

  private func encode(text: Bytes, into ids: inout [Int32]) {
    var start = text.startIndex
    while start < text.endIndex {
      let end = cutsWords ? WordCut.nextCut(in: text, after: start) : text.endIndex
      encode(word: text[start..<end], into: &ids)
      start = end
    }
  }

  private func encode(word: Bytes, into ids: inout [Int32]) {
    if let known = cache.ids(of: word) {
      ids += known
      return
    }
    let found = encode(word)
    cache.remember(found, of: word)
    ids += found
  }

  private func encode(_ piece: Bytes) -> [Int32] {
    if ignoresMerges, let id = vocabulary.id(piece) { return [id] }
    return merges.apply(to: symbols(of: piece))
  }

  private func symbols(of piece: Bytes) -> [Int32] {
    var symbols: [Int32] = []
    symbols.reserveCapacity(piece.count)
    // The original keeps one unknown symbol back until a known one follows, even past the
    // bytes of a fallback; so does this.
    var pending: Int32?
    var index = piece.startIndex
    while index < piece.endIndex {
      let end = index + piece.scalar(at: index).length
      let scalar = piece[index..<end]
      index = end
      if let id = vocabulary.id(scalar) {
        if let held = pending { symbols.append(held) }
        pending = nil
        symbols.append(id)
      } else if let bytes = fallback(scalar) {
        symbols += bytes
      } else {
        if let held = pending, !fusesUnknown { symbols.append(held) }
        pending = unknown
      }
    }
    if let held = pending { symbols.append(held) }
    return symbols
  }

  private func fallback(_ scalar: Bytes) -> [Int32]? {
    guard !byteTokens.isEmpty else { return nil }
    let ids = scalar.compactMap { byteTokens[Int($0)] }
    return ids.count == scalar.count ? ids : nil
  }
}

/// Cuts unsplit text before the marks of spaces, if no merge of a vocabulary can cross them.
///
/// In LLaMA's vocabulary a mark stands only at the start of a token, after other marks at most.
/// Cutting there changes no id, and the words, unlike whole texts, come again and can be cached.
enum WordCut {
  static let mark = Bytes("\u{2581}")

  /// Whether no product of `merges` has a mark after anything but a mark.
  static func isSafe(for merges: MergeTable, _ vocabulary: TokenVocabulary) -> Bool {
    guard vocabulary.id(mark) != nil else { return false }
    return merges.products.allSatisfy { id in
      guard let token = vocabulary.token(id) else { return false }
      return nextCut(in: token, after: token.startIndex) == token.endIndex
    }
  }

  /// The end of the word that starts at `start`.
  static func nextCut(in text: Bytes, after start: Int) -> Int {
    var index = start
    while text.holds(mark, at: index) { index += mark.count }
    while index < text.endIndex, !text.holds(mark, at: index) { index += 1 }
    return index
  }
}
