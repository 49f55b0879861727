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
