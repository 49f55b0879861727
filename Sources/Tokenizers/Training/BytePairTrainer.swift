import Foundation

/// Trains a byte-level byte-pair vocabulary and writes it as `tokenizer.json`.
///
/// The result depends only on the counts of words in the texts: pairs are merged by falling
/// count, equal counts by rising ids, as `BpeTrainer` of Hugging Face tokenizers does, whose ids
/// these are (special tokens, then the byte alphabet by scalar, then merges).
public struct BytePairTrainer: Sendable {
  /// Which bytes get a token of their own, whatever merges follow.
  public enum Alphabet: Hashable, Sendable {
    /// All 256, so that every text can be encoded.
    case allBytes
    /// Those that occur in the texts; other bytes become `<unk>` if that is special, else vanish.
    case seenBytes
  }

  public let vocabularySize: Int
  public let specialTokens: [String]
  public let template: [TemplateItem]
  public let alphabet: Alphabet

  /// A trainer of at most `vocabularySize` tokens, special ones and the alphabet included.
  public init(
    vocabularySize: Int, specialTokens: [String] = ["<s>", "<pad>", "</s>", "<unk>"],
    template: [TemplateItem] = [.special("</s>"), .text], alphabet: Alphabet = .allBytes
  ) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.template = template
    self.alphabet = alphabet
  }

  /// The `tokenizer.json` of a vocabulary trained on `texts`; fewer merges if they are few.
  public func train(on texts: some Sequence<String>) throws(TokenizerProblem) -> Data {
    try check()
    let counts = Self.countWords(texts)
    let bytes = letters(in: counts)
    let tokens = specialTokens.map { Bytes($0) } + bytes.map { ByteAlphabet.letters(for: [$0]) }
    guard Set(tokens).count == tokens.count else {
      throw problem("specialTokens", "must differ from each other and from the byte alphabet")
    }
    guard tokens.count <= vocabularySize else {
      throw problem(
        "vocabularySize",
        "\(vocabularySize) is too small for \(specialTokens.count) special tokens and "
          + "\(bytes.count) bytes")
    }
    var ids: [UInt8: Int32] = [:]
    for (index, byte) in bytes.enumerated() {
      ids[byte] = Int32(clamping: specialTokens.count + index)
    }
    var search = MergeSearch(tokens: tokens)
    for (word, count) in counts { search.add(word.compactMap { ids[$0] }, count: count) }
    search.run(until: vocabularySize)
    return TrainedDocument(
      specialTokens: specialTokens, template: template, tokens: search.tokens,
      merges: search.merges
    ).json.data
  }

  private func problem(_ place: String, _ message: String) -> TokenizerProblem {
    TokenizerProblem(file: "trainer", place: place, message: message)
  }

  private func check() throws(TokenizerProblem) {
    guard vocabularySize <= Vocabulary.largestID else {
      throw problem("vocabularySize", "must be at most \(Vocabulary.largestID)")
    }
    guard !specialTokens.contains("") else { throw problem("specialTokens", "one is empty") }
    guard template.filter({ $0 == .text }).count == 1 else {
      throw problem("template", "must place the text once")
    }
    let known = Set(specialTokens.map { Bytes($0) })
    for case .special(let token) in template where !known.contains(Bytes(token)) {
      throw problem("template", "'\(token)' is not among the special tokens")
    }
  }

  private static func countWords(_ texts: some Sequence<String>) -> [Bytes: Int] {
    var counts: [Bytes: Int] = [:]
    for text in texts {
      let bytes = Bytes(text)
      var start = bytes.startIndex
      while start < bytes.endIndex {
        let end = WordPattern.end(in: bytes, from: start)
        let word = bytes[start..<end]
        // Only a new word is copied out of its text.
        if counts[word]?.increment() == nil { counts[word.compacted] = 1 }
        start = end
      }
    }
    return counts
  }

  /// The bytes of the alphabet, by the scalars that stand for them.
  private func letters(in counts: [Bytes: Int]) -> [UInt8] {
    let bytes: [UInt8]
    switch alphabet {
    case .allBytes: bytes = Array(UInt8.min...UInt8.max)
    case .seenBytes: bytes = Array(Set(counts.keys.joined()))
    }
    return bytes.sorted { ByteAlphabet.scalars[Int($0)] < ByteAlphabet.scalars[Int($1)] }
  }
}

extension Int {
  fileprivate mutating func increment() { self += 1 }
}
