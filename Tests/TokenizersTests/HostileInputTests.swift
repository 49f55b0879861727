import Foundation
import Testing
import Tokenizers

@Suite struct HostileInputTests {
  /// What the reader says about `json`; nil if it accepts it.
  private func problem(_ json: String) -> TokenizerProblem? {
    problem(Data(json.utf8))
  }

  private func problem(_ json: Data) -> TokenizerProblem? {
    do throws(TokenizerProblem) {
      _ = try Tokenizer(json: json, file: "t.json")
      return nil
    } catch {
      return error
    }
  }

  private func model(_ vocab: String, merges: String = "[]", more: String = "") -> String {
    #"{"model": {"type": "BPE", "vocab": \#(vocab), "merges": \#(merges)\#(more)}}"#
  }

  @Test(arguments: [
    ("", "byte 0"), ("{", "byte 1"), ("{} x", "byte 3"), ("[1,]", "byte 3"),
    (#"{"a" 1}"#, "byte 5"), (#""\ud83d""#, "byte 7"), ("{\"a\":\"\n\"}", "byte 6"),
    (#"{"a":1,"a":2}"#, "byte 10"), ("1e999", "byte 5"), ("nul", "byte 0"),
    ("\"\\u00g0\"", "byte 3"),
  ])
  func brokenJSONIsRefusedAtItsPlace(_ json: String, _ place: String) {
    #expect(problem(json)?.place == place)
    #expect(problem(json)?.message.contains("JSON") == true)
  }

  @Test func deepNestingIsRefused() {
    let lists = String(repeating: "[", count: 1_000_000)
    #expect(problem(lists)?.message.contains("nested") == true)
    let objects = String(repeating: #"{"a":"#, count: 1_000_000)
    #expect(problem(objects)?.message.contains("nested") == true)
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    var json = Data(model(#"{"a": 0}"#).utf8)
    json.append(0xFF)
    #expect(problem(json)?.message.contains("is not UTF-8") == true)
  }

  @Test(arguments: ["-1", "99999999999999999999", "2147483648", "1.5", "\"0\"", "null", "16777217"])
  func anImpossibleIdIsRefused(_ id: String) {
    #expect(problem(model(#"{"a": \#(id)}"#))?.place == "model.vocab.a")
  }

  @Test func aRepeatedIdIsRefused() {
    let found = problem(model(#"{"a": 0, "b": 0}"#))
    #expect(found?.place == "model.vocab.b")
    #expect(found?.message.contains("id 0 already belongs to 'a'") == true)
  }

  @Test(arguments: [
    #"["a c"]"#, #"["a b"]"#, #"["a"]"#, #"["a b c"]"#, #"[["a"]]"#, #"[1]"#, #"[" a"]"#,
  ])
  func aMergeOfUnknownPiecesIsRefused(_ merges: String) {
    let found = problem(model(#"{"a": 0, "b": 1}"#, merges: merges))
    #expect(found?.place == "model.merges[0]")
  }

  @Test(arguments: [
    (#"{"model": {"type": "Unigram"}}"#, "Unigram"),
    (#""normalizer": {"type": "Precompiled"}"#, "Precompiled"),
    (#""pre_tokenizer": {"type": "UnicodeScripts"}"#, "UnicodeScripts"),
    (#""post_processor": {"type": "Other"}"#, "Other"),
    (#""decoder": {"type": "CTC"}"#, "CTC"),
    (#""normalizer": {"type": "Replace", "pattern": {"Regex": "x"}, "content": ""}"#, "literal"),
    (
      #""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "x+?"}, "behavior": "Isolated"}"#,
      "'x+?'"
    ),
    (
      #""pre_tokenizer": {"type": "Split", "pattern": {"String": "x"}, "behavior": "Odd"}"#, "Odd"
    ),
    (
      #""pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "last"}"#,
      "last"
    ),
    (#""pre_tokenizer": {"type": "Metaspace", "replacement": "__"}"#, "one character"),
    (
      #""pre_tokenizer": {"type": "Metaspace", "replacement": "_", "add_prefix_space": false, "#
        + #""prepend_scheme": "always"}"#, "contradicts"
    ),
    (#""version": "2.0""#, "1.0"),
  ])
  func whatIsNotSupportedIsRefusedByName(_ part: String, _ name: String) {
    let whole = part.hasPrefix("{") ? part : model(#"{"a": 0}"#).dropLast() + ", \(part)}"
    #expect(problem(String(whole))?.message.contains(name) == true)
  }

  @Test func aRepeatedMergeIsRefused() {
    let found = problem(
      model(#"{"a": 0, "b": 1, "ab": 2}"#, merges: #"["a b", ["a", "b"]]"#))
    #expect(found?.place == "model.merges[1]")
    #expect(found?.message.contains("repeated") == true)
  }

  @Test func aVocabularyMayHaveHoles() throws {
    let tokenizer = try Tokenizer(
      json: Data(model(#"{"a": 7, "b": 16777216}"#).utf8), file: "t.json")
    #expect(tokenizer.largestID == 16_777_216)
    #expect(tokenizer.vocabularySize == 2)
    #expect(tokenizer.token(8) == nil)
    #expect(tokenizer.decode([7, 8, -1], skippingSpecial: true) == "a")
  }

  @Test(arguments: [
    #"{"type": "WordPiece", "vocab": {"a": 0}}"#,
    #"{"type": "WordPiece", "vocab": {"[UNK]": 0}, "max_input_chars_per_word": -1}"#,
    #"{"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "x"}"#,
  ])
  func anImpossibleWordPieceModelIsRefused(_ model: String) {
    #expect(problem("{\"model\": \(model)}")?.place == "model")
  }

  @Test(arguments: [("[UNK]\na\na\n", "line 3"), ("[UNK]\n\na\n", "line 2")])
  func aBrokenListOfTokensIsRefusedAtItsLine(_ lines: String, _ place: String) throws {
    let found = try Fixture.inFolder(["vocab.txt": Data(lines.utf8)]) { folder in
      #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    }
    #expect(found?.place == place)
    #expect(found?.file.hasSuffix("vocab.txt") == true)
  }

  @Test func aListOfTokensWithoutItsSpecialOnesIsRefused() throws {
    let found = try Fixture.inFolder(["vocab.txt": Data("[UNK]\na\n".utf8)]) { folder in
      #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    }
    #expect(found?.message.contains("[CLS]") == true)
  }

  @Test(arguments: [
    #", "dropout": 0.1"#, #", "continuing_subword_prefix": "_""#, #", "end_of_word_suffix": "_""#,
    #", "unk_token": "?""#,
  ])
  func settingsOfTheModelThatWouldBeIgnoredAreRefused(_ more: String) {
    #expect(problem(model(#"{"a": 0}"#, more: more)) != nil)
  }

  @Test(arguments: [
    #"{"id": 1, "content": "a"}"#, #"{"id": 0, "content": "b"}"#, #"{"id": -5, "content": "b"}"#,
    #"{"id": 5, "content": ""}"#, #"{"content": "b"}"#, #"{"id": 5}"#, "3",
  ])
  func anAddedTokenThatContradictsTheVocabularyIsRefused(_ token: String) {
    let json = model(#"{"a": 0}"#).dropLast() + #", "added_tokens": [\#(token)]}"#
    #expect(problem(String(json))?.place.hasPrefix("added_tokens[0]") == true)
  }

  @Test func aTemplateMayNotInsertAnUnknownId() {
    let template = """
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x"}}],
       "special_tokens": {"x": {"ids": [77]}}}
      """
    let json = model(#"{"a": 0}"#).dropLast() + #", "post_processor": \#(template)}"#
    let found = problem(String(json))
    #expect(found?.place == "post_processor")
    #expect(found?.message.contains("id 77 is not in the vocabulary") == true)
  }

  @Test func everyTruncationOfARealFileIsRefusedWithoutATrap() throws {
    let json = try Fixture.data("roberta.json")
    for length in stride(from: 0, to: json.count - 2, by: 97) {
      #expect(problem(json.prefix(length)) != nil)
    }
  }

  @Test func anEmptyDirectoryIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tokenizers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    try Data(#"{"a": 0}"#.utf8).write(to: folder.appendingPathComponent("vocab.json"))
    try Data("#version: 0.2\na\n".utf8).write(to: folder.appendingPathComponent("merges.txt"))
    let found = #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    #expect(found?.place == "line 2")
  }

  @Test func anUnknownTokenizerClassIsRefusedByName() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tokenizers-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Fixture.url("legacy"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(#"{"tokenizer_class": "XLNetTokenizer"}"#.utf8)
      .write(to: folder.appendingPathComponent("tokenizer_config.json"))
    let found = #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    #expect(found?.message.contains("XLNetTokenizer") == true)
  }
}
