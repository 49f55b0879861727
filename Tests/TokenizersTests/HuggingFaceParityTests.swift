import Foundation
import Testing
import Tokenizers

@Suite struct HuggingFaceParityTests {
  static let names = [
    "opt", "roberta", "llama", "llama-3", "metaspace", "metaspace-first", "bert-uncased",
    "bert-cased", "composed", "decomposed", "gemma",
  ]

  @Test(arguments: names)
  func encodesAsHuggingFaceTokenizersDoes(_ name: String) throws {
    let tokenizer = try Fixture.tokenizer(name)
    let cases = try Fixture.cases(name)
    #expect(cases.count > 100)
    for expected in cases {
      #expect(tokenizer.encode(expected.text) == expected.ids, "\(expected.text.debugDescription)")
      #expect(tokenizer.encode(expected.text, special: false) == expected.plain)
    }
  }

  @Test(arguments: names)
  func decodesAsHuggingFaceTokenizersDoes(_ name: String) throws {
    let tokenizer = try Fixture.tokenizer(name)
    for expected in try Fixture.cases(name) {
      let all = tokenizer.decode(expected.ids, skippingSpecial: false)
      let some = tokenizer.decode(expected.ids, skippingSpecial: true)
      #expect(sameBytes(all, expected.decoded), "\(expected.text.debugDescription)")
      #expect(sameBytes(some, expected.skipping), "\(expected.text.debugDescription)")
    }
  }

  @Test func theFilesOfOPTGiveTheIdsOfItsTokenizerJSON() throws {
    let legacy = try Tokenizer(directory: Fixture.url("legacy"))
    for expected in try Fixture.cases("opt") {
      // The files of OPT do not make <s> and <unk> special.
      if expected.text.contains("<s>") { continue }
      #expect(legacy.encode(expected.text) == expected.ids, "\(expected.text.debugDescription)")
    }
  }

  @Test func theFilesOfBERTGiveTheIdsOfItsTokenizerJSON() throws {
    let legacy = try Tokenizer(directory: Fixture.url("bert-files"))
    for expected in try Fixture.cases("bert-uncased") {
      // The files make [CLS] and its like special, the fixture's JSON leaves them text.
      if expected.text.contains("[CLS]") { continue }
      #expect(legacy.encode(expected.text) == expected.ids, "\(expected.text.debugDescription)")
      let decoded = legacy.decode(expected.ids, skippingSpecial: true)
      #expect(sameBytes(decoded, expected.skipping), "\(expected.text.debugDescription)")
    }
  }

  @Test func theSameTokenizerServesManyThreads() async throws {
    let tokenizer = try Fixture.tokenizer("opt")
    let cases = try Fixture.cases("opt")
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { cases.allSatisfy { tokenizer.encode($0.text) == $0.ids } }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
