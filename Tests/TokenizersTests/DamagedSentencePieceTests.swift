import Foundation
import Testing
import Tokenizers

@Suite struct DamagedSentencePieceTests {
  /// What the reader says about the bytes of a `tokenizer.model`; nil if it accepts them.
  private func problem(_ bytes: some Sequence<UInt8>) throws -> TokenizerProblem? {
    try Fixture.inFolder(["tokenizer.model": Data(Array(bytes))]) { folder in
      do throws(TokenizerProblem) {
        _ = try Tokenizer(directory: folder)
        return nil
      } catch {
        return error
      }
    }
  }

  /// A field of bytes, of less than 128.
  private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(content.count)] + content
  }

  private func piece(_ text: String, score: Float = 0, kind: UInt8 = 1) -> [UInt8] {
    let bits = score.bitPattern
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    return field(1, field(1, Array(text.utf8)) + [0x15] + bytes + [0x18, kind])
  }

  private let bytePair: [UInt8] = [0x12, 0x02, 0x18, 0x02]
  private var start: [UInt8] {
    bytePair + piece("<unk>", kind: 2) + piece("<s>", kind: 3) + piece("</s>", kind: 3)
  }

  @Test func aSmallModelIsAccepted() throws {
    #expect(try problem(start + piece("a")) == nil)
  }

  @Test func everyTruncationIsRefusedOrReadWithoutATrap() throws {
    let model = Array(try Fixture.data("sentencepiece/tokenizer.model"))
    #expect(try problem(model) == nil)
    for length in stride(from: 0, to: model.count, by: 131) {
      // Pieces come first, and the model's type after them: every cut lacks something.
      let found = try problem(model[..<length])
      #expect(found?.file.hasSuffix("tokenizer.model") == true, "\(length)")
    }
  }

  @Test func flippedBytesNeverTrap() throws {
    let model = Array(try Fixture.data("sentencepiece-spaces/tokenizer.model"))
    for index in stride(from: 0, to: model.count, by: 17) {
      for bit in [0x01, 0x80] as [UInt8] {
        var damaged = model
        damaged[index] ^= bit
        _ = try problem(damaged)
      }
    }
  }

  @Test(
    arguments: [
      ([0x0A], "cut off"), ([0x0A, 0x80], "cut off"),
      ([0x0A, 0x7F, 0x00], "127 bytes where 1 are left"),
      ([0x08] + [UInt8](repeating: 0xFF, count: 10) + [0x01], "64 bits"),
      ([0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x7F], "64 bits"),
      ([0x0A] + [UInt8](repeating: 0xFF, count: 9) + [0x01], "18446744073709551615 bytes"),
      ([0x00], "field number 0"), ([0x0B], "wire type 3"), ([0x0D, 1, 2], "where 2 are left"),
      ([0x09, 1, 2], "8 bytes where 2"),
    ] as [([UInt8], String)])
  func aBrokenFieldIsRefusedAtItsPlace(_ bytes: [UInt8], _ words: String) throws {
    let found = try problem(bytes)
    #expect(found?.place.hasPrefix("byte ") == true)
    #expect(found?.message.contains(words) == true, "\(found?.message ?? "")")
  }

  @Test func piecesThatContradictEachOtherAreRefused() throws {
    let cases: [([UInt8], String)] = [
      (piece("a") + piece("a"), "repeated"), (piece(""), "empty"),
      (piece("a", score: .nan), "finite"), (piece("a", kind: 9), "type 9"),
      (piece("ab"), "'a', which is no piece"), (piece("a", kind: 5), "UNUSED"),
      (piece("<0xZZ>", kind: 6), "<0x41>"), (piece("a b", kind: 4), "USER_DEFINED"),
      (piece("?", kind: 2), "2 are UNKNOWN"),
      (field(1, field(1, [0xFF])), "not UTF-8"),
    ]
    for (bytes, words) in cases {
      let found = try problem(start + bytes)
      #expect(found?.message.contains(words) == true, "\(words): \(found?.message ?? "accepted")")
    }
  }

  @Test(arguments: [(1, "UNIGRAM"), (3, "WORD"), (4, "CHAR"), (77, "77")] as [(UInt8, String)])
  func otherModelsAreRefusedByName(_ type: UInt8, _ name: String) throws {
    let found = try problem([0x12, 0x02, 0x18, type] + piece("<unk>", kind: 2))
    #expect(found?.place == "trainer_spec.model_type")
    #expect(found?.message.contains(name) == true)
  }

  @Test func aCharacterMapIsRefusedByTheNameOfItsRule() throws {
    let map = field(3, field(1, Array("nmt_nfkc".utf8)) + field(2, [1, 2, 3]))
    #expect(try problem(start + map)?.message.contains("nmt_nfkc") == true)
    let suffix: [UInt8] = [0x12, 0x03, 0xC0, 0x01, 0x01]
    #expect(try problem(start + suffix)?.place == "trainer_spec.treat_whitespace_as_suffix")
  }

  @Test func aModelWithoutABeginningMustNotBeAskedForOne() throws {
    let model = bytePair + piece("<unk>", kind: 2) + piece("a")
    // bos_id = -1.
    let none: [UInt8] = [0x12, 12, 0xC8, 0x02] + [UInt8](repeating: 0xFF, count: 9) + [0x01]
    #expect(try problem(model + none)?.message.contains("add_bos_token") == true)
  }
}
