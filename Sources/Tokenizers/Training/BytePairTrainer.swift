import Foundation
import Notation

/// Trains a byte-pair vocabulary and writes it as `tokenizer.json`.
///
/// The result depends only on the counts of words in the texts: pairs are merged by falling
/// count, equal counts by rising ids, as `BpeTrainer` of Hugging Face tokenizers does, whose ids
/// these are (special tokens, byte tokens if any, then the alphabet by scalar, then merges).
public struct BytePairTrainer: Sendable {
  /// Which bytes get a token of their own in a byte-level vocabulary, whatever merges follow.
  public enum Alphabet: Hashable, Sendable {
    /// All 256, so that every text can be encoded.
    case allBytes
    /// Those that occur in the texts; other bytes become `<unk>` if that is special, else vanish.
    case seenBytes
  }

  /// How many tokens the vocabulary is to have.
  public let vocabularySize: Int
  /// Tokens that no merge makes; they get the first ids.
  public let specialTokens: [String]
  /// What stands around an encoded text.
  public let template: [TemplateItem]
  /// The tokens that are there before any merge.
  public let alphabet: Alphabet
  /// The kind of tokenizer that is written.
  public let format: TrainingFormat

  /// A trainer of at most `vocabularySize` tokens, special ones and the alphabet included.
  public init(
    vocabularySize: Int, specialTokens: [String] = ["<s>", "<pad>", "</s>", "<unk>"],
    template: [TemplateItem] = [.special("</s>"), .text], alphabet: Alphabet = .allBytes,
    format: TrainingFormat = .byteLevel
  ) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.template = template
    self.alphabet = alphabet
    self.format = format
  }

  /// A trainer of RoBERTa's kind: `<s> … </s>` around a text, and `<mask>` as the last special.
  public static func roberta(vocabularySize: Int) -> BytePairTrainer {
    BytePairTrainer(
      vocabularySize: vocabularySize,
      specialTokens: ["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
      template: [.special("<s>"), .text, .special("</s>")], format: .roberta)
  }

  /// A trainer of LLaMA's kind: `<unk>`, `<s>`, `</s>` and 256 byte tokens, `<s>` before a text.
  public static func llama(
    vocabularySize: Int, marking: TrainingFormat.SpaceMarking = .normalizers
  ) -> BytePairTrainer {
    BytePairTrainer(
      vocabularySize: vocabularySize, specialTokens: ["<unk>", "<s>", "</s>"],
      template: [.special("<s>"), .text], format: .llama(marking))
  }

  /// The `tokenizer.json` of a vocabulary trained on `texts`; fewer merges if they are few.
  public func train(on texts: some Sequence<String>) throws(TokenizerProblem) -> Data {
    try check()
    let lettering = Lettering(self)
    let counts = Self.countWords(texts, lettering)
    let tokens = specialTokens.map { Bytes($0) } + lettering.tokens(in: counts.keys)
    guard Set(tokens).count == tokens.count else {
      throw problem("specialTokens", "must differ from each other and from the alphabet")
    }
    guard tokens.count <= vocabularySize else {
      throw problem(
        "vocabularySize",
        "\(vocabularySize) is too small for \(specialTokens.count) special tokens and an alphabet "
          + "of \(tokens.count - specialTokens.count); ask for \(tokens.count) at least")
    }
    var ids: [Bytes: Int32] = [:]
    for (index, token) in tokens.enumerated() { ids[token] = Int32(clamping: index) }
    var search = MergeSearch(tokens: tokens)
    for (word, count) in counts {
      search.add(lettering.symbols(of: word).compactMap { ids[$0] }, count: count)
    }
    search.run(until: vocabularySize)
    return TrainedDocument(trainer: self, tokens: search.tokens, merges: search.merges).json.data
  }

  private func problem(_ place: String, _ message: String) -> TokenizerProblem {
    TokenizerProblem(file: "trainer", place: place, message: message)
  }

  private func check() throws(TokenizerProblem) {
    guard vocabularySize <= TokenVocabulary.largestID else {
      throw problem("vocabularySize", "must be at most \(TokenVocabulary.largestID)")
    }
    guard !specialTokens.contains("") else { throw problem("specialTokens", "one is empty") }
    guard template.filter({ $0 == .text }).count == 1 else {
      throw problem("template", "must place the text once")
    }
    let known = Set(specialTokens.map { Bytes($0) })
    if format == .roberta {
      guard template.count == 3, template[1] == .text else {
        throw problem("template", "must place one token before the text and one after it")
      }
    }
    for case .special(let token) in template where !known.contains(Bytes(token)) {
      throw problem("template", "'\(token)' is not among the special tokens")
    }
  }

  private static func countWords(
    _ texts: some Sequence<String>, _ lettering: Lettering
  ) -> [Bytes: Int] {
    var counts: [Bytes: Int] = [:]
    for text in texts {
      lettering.forEachWord(of: Bytes(text)) { word in
        // Only a new word is copied out of its text.
        if counts[word]?.increment() == nil { counts[word.compacted] = 1 }
      }
    }
    return counts
  }
}

extension Int {
  fileprivate mutating func increment() { self += 1 }
}

/// How a trainer cuts texts into words and words into their first symbols.
enum Lettering {
  case bytes(BytePairTrainer.Alphabet)
  case scalars

  init(_ trainer: BytePairTrainer) {
    if case .llama = trainer.format { self = .scalars } else { self = .bytes(trainer.alphabet) }
  }

  /// Calls `use` with each word of `text`.
  func forEachWord(of text: Bytes, _ use: (Bytes) -> Void) {
    switch self {
    case .bytes:
      Self.forEachWord(of: text, use) { WordPattern.end(in: text, from: $0) }
    case .scalars:
      guard !text.isEmpty else { return }
      let mark = WordCut.mark
      var marked = text.replacing([0x20], by: mark)
      if !marked.starts(with: mark) { marked = mark + marked }
      Self.forEachWord(of: marked, use) { start in
        // Unlike a tokenizer, which may keep a run of marks together, a word has one.
        let body = marked.holds(mark, at: start) ? start + mark.count : start
        return marked.holds(mark, at: body) ? body : WordCut.nextCut(in: marked, after: body)
      }
    }
  }

  private static func forEachWord(
    of text: Bytes, _ use: (Bytes) -> Void, end: (Int) -> Int
  ) {
    var start = text.startIndex
    while start < text.endIndex {
      let next = end(start)
      use(text[start..<next])
      start = next
    }
  }

  /// The tokens before all merges: letters by their scalars, byte tokens before them.
  func tokens(in words: some Sequence<Bytes>) -> [Bytes] {
    switch self {
    case .bytes(.allBytes): return Self.letters(UInt8.min...UInt8.max)
    case .bytes(.seenBytes): return Self.letters(Set(words.joined()))
    case .scalars:
      var seen: Set<Unicode.Scalar> = ["\u{2581}"]
      for word in words { seen.formUnion(word.text.unicodeScalars) }
      return (UInt8.min...UInt8.max).map(ByteToken.bytes)
        + seen.sorted().map { Bytes(String($0)) }
    }
  }

  private static func letters(_ bytes: some Sequence<UInt8>) -> [Bytes] {
    bytes.sorted { ByteAlphabet.scalars[Int($0)] < ByteAlphabet.scalars[Int($1)] }
      .map { ByteAlphabet.letters(for: [$0]) }
  }

  /// The letters of `word`, as tokens.
  func symbols(of word: Bytes) -> [Bytes] {
    switch self {
    case .bytes: return word.map { ByteAlphabet.letters(for: [$0]) }
    case .scalars:
      var symbols: [Bytes] = []
      var index = word.startIndex
      while index < word.endIndex {
        let end = index + word.scalar(at: index).length
        symbols.append(word[index..<end])
        index = end
      }
      return symbols
    }
  }
}
