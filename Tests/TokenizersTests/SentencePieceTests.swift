import Foundation
import Testing
import Tokenizers

/// The files of `sentencepiece` and `sentencepiece-spaces` are made by SentencePiece itself.
@Suite struct SentencePieceTests {
  private struct Case: Decodable {
    var text: String
    var ids: [Int32]
    var plain: [Int32]
    var skipping: String
  }

  private func cases(_ name: String) throws -> [Case] {
    try JSONDecoder().decode([Case].self, from: Fixture.data("cases/\(name).json"))
  }

  private func tokenizer(_ name: String, configuration: String? = nil) throws -> Tokenizer {
    var files = ["tokenizer.model": try Fixture.data("\(name)/tokenizer.model")]
    if let configuration { files["tokenizer_config.json"] = Data(configuration.utf8) }
    return try Fixture.inFolder(files) { try Tokenizer(directory: $0) }
  }

  @Test(arguments: ["sentencepiece", "sentencepiece-spaces"])
  func encodesAndDecodesAsSentencePieceDoes(_ name: String) throws {
    let tokenizer = try tokenizer(name)
    let cases = try cases(name)
    #expect(cases.count > 100)
    for expected in cases {
      #expect(tokenizer.encode(expected.text) == expected.ids, "\(expected.text.debugDescription)")
      #expect(tokenizer.encode(expected.text, special: false) == expected.plain)
      let decoded = tokenizer.decode(expected.ids, skippingSpecial: true)
      #expect(sameBytes(decoded, expected.skipping), "\(expected.text.debugDescription)")
    }
  }

  @Test func theConfigurationDecidesWhatIsPutAroundAText() throws {
    let none = try tokenizer("sentencepiece", configuration: #"{"add_bos_token": false}"#)
    #expect(none.encode("an") == none.encode("an", special: false))
    let both = try tokenizer("sentencepiece", configuration: #"{"add_eos_token": true}"#)
    #expect(both.encode("an") == [1] + both.encode("an", special: false) + [2])
  }

  @Test func onlyANamedSpecialTokenIsRecognisedInTheText() throws {
    let plain = try tokenizer("sentencepiece")
    #expect(!plain.encode("an</s>", special: false).contains(2))
    let named = try tokenizer("sentencepiece", configuration: #"{"eos_token": "</s>"}"#)
    let word = named.encode("an", special: false)
    #expect(named.encode("an</s>an", special: false) == word + [2] + word)
  }

  @Test func withoutLegacyOnlyTheWholeTextGetsASpaceInFront() throws {
    let settings = #"{"eos_token": "</s>", "legacy": false}"#
    let tokenizer = try tokenizer("sentencepiece", configuration: settings)
    let ids = tokenizer.encode("an</s>an", special: false)
    #expect(tokenizer.decode(ids, skippingSpecial: false) == "an</s>an")
  }

  @Test func rolesComeFromTheModelUnlessAFileNamesThem() throws {
    let plain = try tokenizer("sentencepiece")
    #expect(plain.id(of: .beginning) == 1)
    #expect(plain.id(of: .end) == 2)
    #expect(plain.id(of: .unknown) == 0)
    #expect(plain.id(of: .padding) == nil)
    let named = try tokenizer("sentencepiece", configuration: #"{"pad_token": "<unk>"}"#)
    #expect(named.id(of: .padding) == 0)
  }
}
