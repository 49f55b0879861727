import Foundation
import Testing
import Tokenizers

@Suite struct SpecialRoleTests {
  private let document = Data(
    #"{"model": {"type": "BPE", "vocab": {"<mask>": 3, "<x>": 5, "<pad>": 9}, "merges": []}}"#.utf8)

  @Test func theUsualNamesStandInForFiles() throws {
    let tokenizer = try Tokenizer(json: document, file: "t.json")
    #expect(tokenizer.id(of: .mask) == 3)
    #expect(tokenizer.id(of: .padding) == 9)
    #expect(tokenizer.id(of: .end) == nil)
  }

  @Test func theFilesBesideItNameRolesBeforeTheUsualNames() throws {
    let files = [
      "tokenizer.json": document,
      "tokenizer_config.json": Data(#"{"mask_token": {"content": "<x>"}, "sep_token": "no"}"#.utf8),
      "special_tokens_map.json": Data(
        #"{"mask_token": "<x>", "eos_token": {"content": "<pad>"}}"#.utf8),
      "added_tokens.json": Data(#"{"no": 10, "<x>": 5}"#.utf8),
    ]
    let tokenizer = try Fixture.inFolder(files) { try Tokenizer(directory: $0) }
    #expect(tokenizer.id(of: .mask) == 5)
    #expect(tokenizer.id(of: .end) == 9)
    // What no vocabulary has is added behind the ids that there are.
    #expect(tokenizer.id(of: .separator) == 10)
    // Tokens that play roles are found in texts, so the files that name them count.
    let alone = try Tokenizer(json: document, file: "tokenizer.json")
    #expect(tokenizer.encode("<x>", special: false) == [5])
    #expect(alone.encode("<x>", special: false) != [5])
    #expect(tokenizer.digestInput != alone.digestInput)
  }

  @Test(
    "refuses files that contradict each other, by file and place",
    arguments: [
      (#"{"mask_token": "<pad>"}"#, "{}", "special_tokens_map.json: mask_token: contradicts"),
      (
        #"{"extra_special_tokens": ["<pad>"]}"#, "{}",
        "special_tokens_map.json: extra_special_tokens: contradicts"
      ),
      ("{}", #"{"<x>": 6}"#, "added_tokens.json: <x>: contradicts the tokenizer.json beside it"),
      ("{}", #"{"<new>": 10}"#, "which has '<new>' nowhere"),
    ])
  func refuses(map: String, added: String, message: String) throws {
    let files = [
      "tokenizer.json": document,
      "tokenizer_config.json": Data(
        #"{"mask_token": "<x>", "extra_special_tokens": {"image_token": "<x>"}}"#.utf8),
      "special_tokens_map.json": Data(map.utf8), "added_tokens.json": Data(added.utf8),
    ]
    let problem = try Fixture.inFolder(files) { folder in
      #expect(throws: TokenizerProblem.self) { try Tokenizer(directory: folder) }
    }
    #expect(problem?.description.contains(message) == true, "\(problem as Any)")
  }

  @Test func theFilesOfBERTNameItsRoles() throws {
    let tokenizer = try Tokenizer(directory: Fixture.url("bert-files"))
    #expect(tokenizer.id(of: .mask) == 4)
    #expect(tokenizer.id(of: .classifier) == 2)
    #expect(tokenizer.algorithm == "WordPiece")
    #expect(tokenizer.encode("[MASK]", special: false) == [4])
  }
}
