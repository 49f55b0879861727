import Foundation
import Testing
import Tokenizers

/// The files written by `scripts/fixtures/tokenizer.py`.
enum Fixture {
  /// What Hugging Face tokenizers makes of a text.
  struct Case: Decodable {
    var text: String
    var ids: [Int32]
    var plain: [Int32]
    var decoded: String
    var skipping: String
  }

  static func url(_ name: String) throws -> URL {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return folder.appendingPathComponent(name)
  }

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: url(name))
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(json: data("\(name).json"), file: "\(name).json")
  }

  static func cases(_ name: String) throws -> [Case] {
    try JSONDecoder().decode([Case].self, from: data("cases/\(name).json"))
  }

  /// Calls `body` with a folder of its own that holds `files`, and removes it afterwards.
  static func inFolder<Result>(
    _ files: [String: Data], _ body: (URL) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tokenizers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    return try body(folder)
  }

  static func corpus() throws -> [String] {
    try JSONDecoder().decode([String].self, from: data("corpus.json"))
  }
}

/// Strings compared by their bytes, not by canonical equivalence.
func sameBytes(_ left: String, _ right: String) -> Bool {
  Array(left.utf8) == Array(right.utf8)
}
