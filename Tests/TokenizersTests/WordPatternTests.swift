import Testing
import Tokenizers

@Suite struct WordPatternTests {
  private func words(_ text: String) -> [String] {
    let bytes = Bytes(text)
    var words: [String] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = WordPattern.end(in: bytes, from: start)
      words.append(bytes[start..<end].text)
      start = end
    }
    return words
  }

  @Test(arguments: [
    ("Hello world", ["Hello", " world"]),
    ("we'll I'M it's", ["we", "'ll", " I", "'", "M", " it", "'s"]),
    ("a   b", ["a", "  ", " b"]),
    ("a \n b", ["a", " \n", " b"]),
    ("a\nb", ["a", "\n", "b"]),
    ("a  \n", ["a", "  \n"]),
    ("x12y", ["x", "12", "y"]),
    ("!'s?", ["!'", "s", "?"]),
    ("\u{a0}\u{a0}x", ["\u{a0}", "\u{a0}", "x"]),
    ("e\u{301}", ["e", "\u{301}"]),
    ("½ Ⅷ", ["½", " Ⅷ"]),
  ])
  func cutsAsTheRegularExpressionDoes(_ text: String, _ expected: [String]) {
    let found = words(text)
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test func theByteAlphabetIsOneToOne() {
    let all = Array(UInt8.min...UInt8.max)
    let letters = ByteAlphabet.letters(for: all[...])
    #expect(ByteAlphabet.bytes(of: letters) == all)
    #expect(ByteAlphabet.letters(for: [0x20]).text == "Ġ")
    #expect(ByteAlphabet.bytes(of: Bytes("北")) == nil)
  }
}
