import Foundation
import Testing
import Tokenizers

@Suite("Regular expressions of tokenizers")
struct WordExpressionTests {
  /// The vocabulary of `opt.json` behind other regular expressions, one after the other.
  private struct Patterns: Decodable {
    struct Pattern: Decodable {
      var name: String
      var expressions: [String]
      var ids: [[Int32]]
    }
    var texts: [String]
    var patterns: [Pattern]
  }

  private func patterns() throws -> Patterns {
    try JSONDecoder().decode(Patterns.self, from: Fixture.data("patterns.json"))
  }

  /// `opt.json` with these expressions.
  private func tokenizer(
    _ expressions: [String], behavior: String = "Isolated"
  ) throws -> Tokenizer {
    let data = try Fixture.data("opt.json")
    var document = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let splits: [[String: Any]] = expressions.map {
      ["type": "Split", "pattern": ["Regex": $0], "behavior": behavior, "invert": false]
    }
    let bytes: [String: Any] = [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false,
    ]
    document["pre_tokenizer"] = ["type": "Sequence", "pretokenizers": splits + [bytes]]
    return try Tokenizer(
      json: JSONSerialization.data(withJSONObject: document), file: "patterns.json")
  }

  @Test("cut as those of Hugging Face tokenizers do")
  func parity() throws {
    let all = try patterns()
    #expect(all.patterns.count == 6 && all.texts.count > 70)
    for pattern in all.patterns {
      let tokenizer = try tokenizer(pattern.expressions)
      #expect(pattern.ids.count == all.texts.count)
      for (text, ids) in zip(all.texts, pattern.ids) {
        #expect(
          tokenizer.encode(text, special: false) == ids,
          "\(pattern.name): \(text.debugDescription)")
      }
    }
  }

  @Test("agree with those that are built in", arguments: KnownPattern.allCases)
  func known(pattern: KnownPattern) throws {
    let expression = try WordExpression(Bytes(pattern.regularExpression))
    for text in try patterns().texts {
      let bytes = Bytes(text)
      var start = bytes.startIndex
      while start < bytes.endIndex {
        let end = pattern.end(in: bytes, from: start)
        #expect(expression.end(in: bytes, from: start) == end, "\(text.debugDescription)")
        start = end
      }
    }
  }

  @Test(
    "find the first alternative that leads to a match, and the longest run",
    arguments: [
      ("a|ab", "abc", 1), ("(?:a|ab)c", "abc", 3), ("a{2,3}", "aaaa", 3), ("a{2}", "aaa", 2),
      ("a*ab", "aaab", 4), ("a++b", "aab", 3), (#"\s+(?!\S)"#, "  x", 1), ("a(?=b)", "ab", 1),
      ("(?i:s)", "ſ", 2), (#"[^\P{L}x]+"#, "abx", 2), ("[a-c-]+", "b-d", 2),
      (#"\x{e9}\u00e9\xe9"#, "ééé", 6), (#"[\]\\]+"#, "]\\]", 3), (".", "\n", nil),
      ("a?+a", "a", nil),
      ("(?:ab){1,2}c", "ababc", 5), (#"\w\d\D\W"#, "a1b ", 4),
    ] as [(String, String, Int?)])
  func semantics(_ source: String, _ text: String, _ end: Int?) throws {
    let found = try WordExpression(Bytes(source)).end(in: Bytes(text), from: 0)
    #expect(found == end, "\(source)")
  }

  @Test(
    "are refused by the name of what is not read",
    arguments: [
      (#"(?<=a)b"#, "(?<="), (#"\p{Han}+"#, #"\p{Han}"#), ("a+?", "reluctant"), (#"(a)\1"#, #"\1"#),
      ("(a+)+b", "quantifier of a group"), ("(?:ab)*", "quantifier of a group"),
      ("[a&&b]", "intersection"), ("[[a]]", "class within a class"), ("a**", "quantifier of a"),
      ("^a", "'^'"), ("a$", "'$'"), (#"\bx"#, #"\b"#), ("a*", "match nothing"),
      ("(?:a|)", "match nothing"), ("(a", "within a group"), ("a)", "without '('"),
      ("a{1001}", "1000"), ("a{3,2}", "two numbers"), ("[z-a]", "range"), ("[", "within a class"),
      ("(?i:[a-z])", "either case"), ("[]", "empty class"), (#"\p{L"#, #"\p{"#),
      (String(repeating: "(", count: 60) + "a", "so many others"), ("*a", "'*'"),
      (String(repeating: "(a)", count: 600), "more than 500"),
      ("a*b*c*d*e", "more than 3 repetitions"),
    ] as [(String, String)])
  func refusals(_ source: String, _ named: String) throws {
    let problem = #expect(throws: TokenizerProblem.self) { try tokenizer([source]) }
    let message = problem.map { "\($0)" } ?? ""
    #expect(message.contains(named), "\(message)")
    #expect(message.contains("pretokenizers[0].pattern.Regex"), "\(message)")
  }

  @Test("keep, drop or join matches as they are told")
  func behaviors() throws {
    let text = "a1b22c"
    let plain = try tokenizer([#"\d"#]).encode(text, special: false)
    let removed = try tokenizer([#"\d"#], behavior: "Removed").encode(text, special: false)
    let together = try tokenizer([#"\d"#], behavior: "Contiguous")
    #expect(removed.count == plain.count - 3)
    #expect(together.decode(together.encode(text), skippingSpecial: true) == text)
  }

  @Test("of many letters need no room on the stack")
  func longLiteral() throws {
    let text = String(repeating: "ab", count: 4000)
    #expect(try WordExpression(Bytes(text)).end(in: Bytes(text), from: 0) == 8000)
  }

  @Test("take time that grows with the text, not with its halves")
  func time() throws {
    let nemo = try #require(try patterns().patterns.first { $0.name == "nemo" })
    let expression = try WordExpression(Bytes(nemo.expressions[0]))
    let text = Bytes(String(repeating: "aA", count: 20_000) + "!")
    var (start, words) = (text.startIndex, 0)
    while start < text.endIndex, let end = expression.end(in: text, from: start) {
      (start, words) = (end, words + 1)
    }
    #expect(start == text.endIndex && words > 10_000)
  }
}
