import Foundation
import Notation
import Testing

@Suite("First bytes of files")
struct FileSignatureTests {
  @Test(
    "say what a file is that is something else",
    arguments: [
      ("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull"),
      ("\u{1F}\u{8B}", "nothing"), ("PAR1....", "Parquet"), ("GGUF\u{3}", "where a model is named"),
    ])
  func kinds(text: String, word: String) {
    let found = FileSignature.problem(of: Array(text.utf8))
    // The second is UTF-8 of U+008B, which is no gzip.
    #expect(word == "nothing" ? found == nil : found?.contains(word) == true)
    #expect(FileSignature.problem(of: [0x1F, 0x8B, 8])?.contains("gzip") == true)
    #expect(FileSignature.problem(of: Array(#"{"a": 1}"#.utf8)) == nil)
    #expect(FileSignature.problem(of: [UInt8]()) == nil)
  }

  @Test("are what a JSON reader says of them")
  func json() {
    let problem = #expect(throws: FormatProblem.self) {
      try JSON(reading: Array("version https://git-lfs.github.com/spec/v1\n".utf8), deepest: 8)
    }
    #expect(problem?.message.contains("git lfs pull") == true)
  }
}
