import Foundation
import Testing
import Tokenizers

@Suite struct HuggingFaceParityTests {
  @Test(arguments: ["opt", "roberta", "llama"])
  func encodesAsHuggingFaceTokenizersDoes(_ name: String) throws {
    let tokenizer = try Fixture.tokenizer(name)
    let cases = try Fixture.cases(name)
    #expect(cases.count > 100)
    for expected in cases {
      #expect(tokenizer.encode(expected.text) == expected.ids, "\(expected.text.debugDescription)")
      #expect(tokenizer.encode(expected.text, special: false) == expected.plain)
    }
  }

  @Test(arguments: ["opt", "roberta", "llama"])
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
