/// A regular expression that published tokenizers cut by and that is built in here.
///
/// The patterns match everywhere, so that a text is cut into matches with nothing in between.
enum KnownPattern: CaseIterable, Sendable {
  case gpt2, llama3, qwen2

  var regularExpression: String {
    switch self {
    case .gpt2:
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .llama3: Self.llama(number: #"\p{N}{1,3}"#)
    case .qwen2: Self.llama(number: #"\p{N}"#)
    }
  }

  private static func llama(number: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + number
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  func end(in text: Bytes, from start: Int) -> Int {
    switch self {
    case .gpt2: WordPattern.end(in: text, from: start)
    case .llama3: LlamaPattern(longestNumber: 3).end(in: text, from: start)
    case .qwen2: LlamaPattern(longestNumber: 1).end(in: text, from: start)
    }
  }
}
