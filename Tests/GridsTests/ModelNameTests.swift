import Foundation
import Grids
import Testing
import Vocabulary

/// A model in a grid file is embedded, a directory beside the file, or a name on the Hub.
struct ModelNameTests {
  private static func names(
    of models: String, directories: [String] = [], files: [String] = []
  ) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-names-\(UUID().uuidString)")
    let manager = FileManager.default
    for name in directories + [""] {
      try manager.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    defer { try? manager.removeItem(at: folder) }
    for name in files { try Data().write(to: folder.appendingPathComponent(name)) }
    let file = folder.appendingPathComponent("a.grid")
    let text = """
      zobench: 1
      models: [\(models)]
      tasks: [mini-sst2]
      schemes: [ft]
      optimizers: [zo-sgd]
      seeds: [0]
      """
    try Data(text.utf8).write(to: file)
    let study = try GridFile.read(file, vocabulary: Fixtures.vocabulary)
    return study.cells.map {
      $0.model.name.replacing(folder.standardizedFileURL.path, with: "HERE")
    }
  }

  @Test func aNameOnTheHubStaysAsItIs() throws {
    let names = ["facebook/opt-1.3b", "facebook/opt-1.3b@main"]
    #expect(try Self.names(of: names.joined(separator: ", ")) == names)
  }

  @Test func aDirectoryIsFoundBesideTheFile() throws {
    let names = try Self.names(of: "models/opt, ./other, /far/away", directories: ["models/opt"])
    #expect(names == ["HERE/models/opt", "HERE/other", "/far/away"])
  }

  @Test func aGGUFFileIsFoundBesideTheFile() throws {
    let names = try Self.names(
      of: "a.gguf, models/b.gguf", directories: ["models"], files: ["a.gguf", "models/b.gguf"])
    #expect(names == ["HERE/a.gguf", "HERE/models/b.gguf"])
  }
}
