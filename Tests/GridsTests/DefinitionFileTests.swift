import Foundation
import Grids
import Testing
import Vocabulary

/// Entries that files of the user define.
@Suite struct DefinitionFileTests {
  /// Wants a name, and a list of texts under `words`.
  private struct Reader: DefinitionReader {
    func definition(_ content: SettingValue) throws(ValueProblems) -> Definition {
      guard case .map(let members) = content, case .text(let name)? = members["name"] else {
        throw ValueProblems([ValueProblem("", "'name' is missing")])
      }
      guard case .list(let words)? = members["words"] else {
        throw ValueProblems([ValueProblem("words", "must be a list")])
      }
      let wrong = words.indices.filter { words[$0].kind != "text" }
      guard wrong.isEmpty else {
        throw ValueProblems(wrong.map { ValueProblem("words[\($0)]", "must be text") })
      }
      let description = ComponentDescription(
        name: name, summary: "", defaults: ["template": .integer(0)])
      return Definition(description, content: content)
    }

    func isForeign(_ keys: Set<String>) -> Bool { keys.contains("foreign") }
  }

  private static let words = "name: mine\nwords: [good, bad]\n"

  /// The study of a grid with these tasks, beside a file `sub/mine.yaml`.
  private func study(_ tasks: String, _ file: String = words) throws -> Study {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let sub = folder.appendingPathComponent("sub")
    try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
    try Data(file.utf8).write(to: sub.appendingPathComponent("mine.yaml"))
    let grid = Fixtures.grid.replacing("[mini-sst2, mini-copa]", with: tasks)
    try Data(grid.utf8).write(to: folder.appendingPathComponent("my.grid"))
    var vocabulary = Fixtures.vocabulary
    vocabulary.definitions[.task] = Reader()
    return try GridFile.read(folder.appendingPathComponent("my.grid"), vocabulary: vocabulary)
  }

  private func problems(_ tasks: String, _ file: String = words) -> [String] {
    do {
      _ = try study(tasks, file)
      return []
    } catch {
      return (error as? GridProblems)?.problems.map(\.description) ?? ["\(error)"]
    }
  }

  @Test(arguments: [
    "[sub/mine.yaml]", "[{ file: sub/mine.yaml }]", "[{ sub/mine.yaml: { template: 0 } }]",
  ])
  func aFileBesideTheGridIsATask(tasks: String) throws {
    let task = try #require(study(tasks).cells.first).task
    #expect(task.name == "mine" && task.description.hasPrefix("mine"))
    #expect(
      task.definition
        == .map(["name": .text("mine"), "words": .list([.text("good"), .text("bad")])]))
  }

  /// Another program's file may leave values out, and `no` is no text there.
  @Test func truthValuesOfYAML11() throws {
    let file = "foreign: 1\nname: mine\nempty:\nwords: [no, bad]\n"
    let found = problems("[sub/mine.yaml]", file)
    #expect(found.count == 1 && found[0].contains("'no' is a truth value"), "\(found)")
    #expect(found[0].contains(":4:"), "\(found)")
    #expect(problems("[sub/mine.yaml]", file.replacing("no,", with: "\"no\",")).isEmpty)
    #expect(!problems("[sub/mine.yaml]", file.replacing("foreign", with: "other")).isEmpty)
  }

  @Test func settingsStandBesideTheFile() throws {
    let cells = try study("[{ file: sub/mine.yaml, template: [0, 1], steps: 7 }]").cells
    #expect(
      Set(cells.map(\.task.settings)) == [["template": .integer(0)], ["template": .integer(1)]])
    #expect(cells.allSatisfy { $0.run.steps == 7 })
    #expect(
      problems("[{ file: sub/mine.yaml, tmplate: 1 }]")[0].contains("did you mean 'template'"))
  }

  @Test func anIdentityHasTheContent() throws {
    func identity(_ file: String) throws -> Identity {
      let cell = try #require(study("[sub/mine.yaml]", file).cells.first)
      let none = ContentDigest(of: "")
      return Identity(of: SeededCell(cell, seed: 0), data: none, model: none)
    }
    let other = try identity(Self.words.replacing("bad", with: "poor"))
    #expect(try identity(Self.words) != other)
    #expect(try identity("# the same\n" + Self.words) == identity(Self.words))
  }

  @Test func mistakesInTheFileHaveItsLines() {
    let wrong = problems("[sub/mine.yaml]", "name: mine\nwords: [good,\n  3, true]\n")
    #expect(
      wrong == [
        "sub/mine.yaml:3:3: words[1]: must be text", "sub/mine.yaml:3:6: words[2]: must be text",
      ])
    #expect(
      problems("[sub/mine.yaml]", "name: mine\nwords: 3\n")[0].hasPrefix("sub/mine.yaml:2:1: words")
    )
    #expect(problems("[sub/mine.yaml]", "words: []")[0].contains("'name' is missing"))
    #expect(problems("[sub/mine.yaml]", "name: [\n")[0].hasPrefix("sub/mine.yaml:2"))
    #expect(
      problems("[sub/mine.yaml]", "name: mine\nwords: 0x10\n")[0].hasPrefix("sub/mine.yaml:2"))
  }

  @Test func aMissingFileIsAMistakeOfTheGrid() {
    let missing = problems("[other.yaml]")
    #expect(missing.count == 1)
    #expect(missing[0].hasPrefix("my.grid:3:9: ") && missing[0].contains("other.yaml"))
    #expect(problems("[{ file: [a, b] }]")[0].contains("must be the path of a file"))
  }
}
