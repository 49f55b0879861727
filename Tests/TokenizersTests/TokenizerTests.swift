import Foundation
import Testing
import Tokenizers

@Suite struct TokenizerTests {
  @Test func tokensAndIdsAreInverse() throws {
    let tokenizer = try Fixture.tokenizer("opt")
    #expect(tokenizer.id("</s>") == 2)
    #expect(tokenizer.token(2) == "</s>")
    #expect(tokenizer.token(-1) == nil)
    #expect(tokenizer.token(Int32.max) == nil)
    #expect(tokenizer.id("no such token") == nil)
    #expect(tokenizer.largestID == Int32(tokenizer.vocabularySize) - 1)
    for id in 0...tokenizer.largestID {
      let token = try #require(tokenizer.token(id))
      #expect(tokenizer.id(token) == id)
    }
  }

  @Test func addedTokensCountAsVocabulary() throws {
    let plain = try Fixture.tokenizer("opt")
    let more = try Fixture.tokenizer("roberta")
    #expect(more.vocabularySize == plain.vocabularySize + 3)
  }

  @Test func anyTextOfBytesSurvivesTheRoundTrip() throws {
    let tokenizer = try Fixture.tokenizer("opt")
    for expected in try Fixture.cases("opt") {
      let ids = tokenizer.encode(expected.text, special: false)
      #expect(sameBytes(tokenizer.decode(ids, skippingSpecial: false), expected.text))
    }
  }

  @Test func canonicallyEquivalentTokensStayApart() throws {
    let json = """
      {"model": {"type": "BPE", "vocab": {"\\u00e9": 0, "e\\u0301": 1, "e": 2, "\\u0301": 3},
       "merges": ["e \\u0301"]}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
    #expect(tokenizer.encode("\u{e9}e\u{301}") == [0, 1])
    #expect(tokenizer.id("e\u{301}") == 1)
    #expect(tokenizer.id("\u{e9}") == 0)
  }

  @Test func ignoreMergesKeepsAKnownPieceWhole() throws {
    for (flag, ids) in [(true, [2]), (false, [0, 1] as [Int32])] {
      let json = """
        {"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [],
         "ignore_merges": \(flag)}}
        """
      let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
      #expect(tokenizer.encode("ab") == ids)
    }
  }

  @Test func mergesAreReadAsStringsAndAsPairs() throws {
    for merges in [#"["a b"]"#, #"[["a", "b"]]"#] {
      let json = """
        {"model": {"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": \(merges)}}
        """
      let tokenizer = try Tokenizer(json: Data(json.utf8), file: "t.json")
      #expect(tokenizer.encode("abba") == [2, 1, 0])
    }
  }

  @Test func aVeryLongPieceIsMergedInReasonableTime() throws {
    let tokenizer = try Fixture.tokenizer("opt")
    let text = String(repeating: "a", count: 200_000)
    let ids = tokenizer.encode(text, special: false)
    #expect(tokenizer.decode(ids, skippingSpecial: false) == text)
  }

  @Test func theDigestInputHoldsEveryFileThatWasRead() throws {
    let json = try Fixture.data("opt.json")
    let one = try Fixture.tokenizer("opt").digestInput
    #expect(one == Data("tokenizer.json \(json.count)\n".utf8) + json)
    let legacy = try Tokenizer(directory: Fixture.url("legacy")).digestInput
    let names = [
      "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json",
    ]
    for name in names {
      #expect(legacy.range(of: try Fixture.data("legacy/\(name)")) != nil, "\(name)")
    }
  }
}
