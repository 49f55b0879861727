import Foundation
import Testing
import Tokenizers

/// Stages one by one, through the smallest document that has them.
@Suite struct ComponentTests {
  /// The pieces that a pre-tokenizer cuts `text` into, shown by a model without merges between.
  private func pieces(_ preTokenizer: String, _ text: String) throws -> [String] {
    // WordPiece makes an unknown word one token, so an unknown mark shows where pieces end.
    let json = """
      {"pre_tokenizer": \(preTokenizer), "decoder": {"type": "WordPiece", "prefix": "#",
       "cleanup": false}, "model": {"type": "WordPiece", "unk_token": "?",
       "continuing_subword_prefix": "#", "vocab": {"?": 0, "a": 1, "#a": 2, "1": 3, "#1": 4,
       ".": 5, "#.": 6, "_": 7, "#_": 8}}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
    let decoded = tokenizer.decode(tokenizer.encode(text), skippingSpecial: false)
    return decoded.split(separator: " ").map(String.init)
  }

  @Test(arguments: [
    (#"{"type": "WhitespaceSplit"}"#, "a.1  a", ["a.1", "a"]),
    (#"{"type": "Whitespace"}"#, "a.1  ..a", ["a", ".", "1", "..", "a"]),
    (#"{"type": "Punctuation"}"#, "a..a", ["a", ".", ".", "a"]),
    (#"{"type": "Punctuation", "behavior": "Contiguous"}"#, "a..a", ["a", "..", "a"]),
    (#"{"type": "Punctuation", "behavior": "Removed"}"#, "a..a", ["a", "a"]),
    (#"{"type": "Punctuation", "behavior": "MergedWithPrevious"}"#, "a..a", ["a.", ".", "a"]),
    (#"{"type": "Punctuation", "behavior": "MergedWithNext"}"#, "a..a", ["a", ".", ".a"]),
    (#"{"type": "Digits", "individual_digits": true}"#, "a11a", ["a", "1", "1", "a"]),
    (#"{"type": "Digits"}"#, "a11a", ["a", "11", "a"]),
    (#"{"type": "BertPreTokenizer"}"#, "a.a\u{a0}1", ["a", ".", "a", "1"]),
    (
      #"{"type": "Split", "pattern": {"String": "a1"}, "behavior": "Isolated"}"#, "aa1a1a",
      ["a", "a1", "a1", "a"]
    ),
    (
      #"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Removed", "invert": true}"#,
      "1a1a", ["a", "a"]
    ),
    (#"{"type": "Metaspace", "replacement": "_"}"#, "a  a", ["_a", "_", "_a"]),
    (#"{"type": "Metaspace", "replacement": "_", "split": false}"#, "a  a", ["_a__a"]),
    (#"{"type": "Metaspace", "replacement": "_", "prepend_scheme": "never"}"#, "a a", ["a", "_a"]),
    (#"{"type": "Metaspace", "replacement": "_", "add_prefix_space": false}"#, "a", ["a"]),
    (#"{"type": "Metaspace", "replacement": "_", "prepend_scheme": "first"}"#, " a", ["_a"]),
  ])
  func preTokenizersCut(_ preTokenizer: String, _ text: String, _ expected: [String]) throws {
    #expect(try pieces(preTokenizer, text) == expected)
  }

  private func normalized(_ normalizer: String, _ text: String) throws -> String {
    let json = """
      {"normalizer": \(normalizer), "pre_tokenizer": {"type": "ByteLevel", "use_regex": false,
       "add_prefix_space": false}, "decoder": {"type": "ByteLevel"}, "model": {"type": "BPE",
       "vocab": {\(alphabet)}, "merges": []}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
    return tokenizer.decode(tokenizer.encode(text), skippingSpecial: false)
  }

  private var alphabet: String {
    ByteAlphabet.scalars.enumerated()
      .map { id, scalar in
        let hexadecimal = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - hexadecimal.count)
        return "\"\\u\(zeros)\(hexadecimal)\": \(id)"
      }
      .joined(separator: ", ")
  }

  @Test(arguments: [
    ("NFC", "e\u{301} \u{1112}\u{1161}\u{11AB}", "\u{E9} \u{D55C}"),
    ("NFD", "\u{E9} \u{D55C}", "e\u{301} \u{1112}\u{1161}\u{11AB}"),
    ("NFKC", "\u{FB01} \u{FF21} \u{3140}", "fi A \u{111A}"),
    ("NFKD", "\u{385}\u{3099}", " \u{3099}\u{308}\u{301}"),
    ("Lowercase", "\u{130}ΑΣ", "i\u{307}ας".replacingOccurrences(of: "ς", with: "σ")),
    ("StripAccents", "e\u{301}\u{E9}", "e\u{E9}"),
    ("Strip", "\u{3000} a \n", "a"),
    ("BertNormalizer", "\u{0}É\tß中\u{B}", "e ß 中 "),
    // What Foundation alone gets wrong: a letter past U+FFFF, archaic Korean, music.
    ("NFC", "\u{20054}\u{323}", "\u{20054}\u{323}"),
    ("NFC", "\u{1113}\u{1167}", "\u{1113}\u{1167}"),
    (
      "NFC", "\u{11099}\u{110BA} \u{9C7}\u{9BE} \u{1D157}\u{1D165}",
      "\u{1109A} \u{9CB} \u{1D157}\u{1D165}"
    ),
  ])
  func normalizersRewrite(_ type: String, _ text: String, _ expected: String) throws {
    let found = try normalized("{\"type\": \"\(type)\"}", text)
    #expect(sameBytes(found, expected), "\(found.debugDescription)")
  }

  @Test func bertMayKeepAccentsOrCase() throws {
    let cased = #"{"type": "BertNormalizer", "lowercase": false}"#
    #expect(sameBytes(try normalized(cased, "É"), "É"))
    let bare = #"{"type": "BertNormalizer", "lowercase": false, "strip_accents": true}"#
    #expect(try normalized(bare, "É") == "E")
    let accented = #"{"type": "BertNormalizer", "strip_accents": false}"#
    #expect(sameBytes(try normalized(accented, "É"), "é"))
  }

  @Test func aWordOfTooManyScalarsIsUnknown() throws {
    let json = """
      {"model": {"type": "WordPiece", "unk_token": "?", "max_input_chars_per_word": 3,
       "vocab": {"?": 0, "é": 1, "##é": 2}}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
    #expect(tokenizer.encode("ééé") == [1, 2, 2])
    #expect(tokenizer.encode("éééé") == [0])
    #expect(tokenizer.encode("éxé") == [0])
  }

  @Test func theMetaspaceDecoderDropsTheMarksOfTheFirstToken() throws {
    for (scheme, expected) in [("always", "a b"), ("never", " a b")] {
      let json = """
        {"decoder": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "\(scheme)"},
         "model": {"type": "BPE", "vocab": {"_a": 0, "_b": 1}, "merges": []}}
        """
      let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
      #expect(tokenizer.decode([0, 1], skippingSpecial: false) == expected)
    }
  }

  @Test func wordsAreCutAtMarksOnlyIfNoMergeCrossesThem() throws {
    let json = """
      {"model": {"type": "BPE", "vocab": {"a": 0, "\u{2581}": 1, "a\u{2581}": 2},
       "merges": ["a \u{2581}"]}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
    #expect(tokenizer.encode("a\u{2581}a") == [2, 0])
  }
}
