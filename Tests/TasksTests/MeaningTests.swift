import Foundation
import Tasks
import Testing
import Tokenizers
import Vocabulary

/// Tasks that can be read but cannot be meant.
@Suite("What a task means")
struct MeaningTests {
  private func problems(_ changes: [String: SettingValue]) -> [ValueProblem] {
    var task: [String: SettingValue] = [
      "name": .text("mine"), "prompt": .text("{sentence} It was"),
      "options": .list([.text(" bad"), .text(" good")]),
      "files": .map(["train": .text("a.tsv"), "validation": .text("b.tsv")]),
      "answer": .map([
        "label": .map([
          "field": .text("label"), "classes": .list([.integer(0), .integer(1)]),
        ])
      ]),
    ]
    task.merge(changes) { $1 }
    do {
      _ = try TaskDescription(.map(task))
      return []
    } catch {
      return error.problems
    }
  }

  @Test("is fine where a prompt reads a field and options differ")
  func sound() {
    #expect(problems([:]).isEmpty)
    #expect(problems(["prompt": .text("100% of {sentence}, a {{, a }} and {{\"a\": 1}}")]).isEmpty)
  }

  @Test(
    "is asked for where fields are of another program, or there is none",
    arguments: [
      ("{{sentence}} It was", "Jinja", "{sentence}"), ("{{ doc.text }}", "Jinja", "{doc.text}"),
      ("{{text|trim}} {sentence}", "Jinja", "{text}"), ("{% if a %} {sentence}", "Jinja", "{name}"),
      ("%s It was", "printf", "{name}"), ("%(text)s It was", "printf", "{text}"),
      ("It was", "no field", "{name}"), ("{sentence} {label}", "answer", "{label}"),
    ])
  func prompts(prompt: String, kind: String, remedy: String) {
    let found = problems(["prompt": .text(prompt)])
    #expect(found.count == 1 && found.first?.path == "prompt", "\(found)")
    #expect(found.first?.message.contains(kind) == true)
    #expect(found.first?.message.contains(remedy) == true)
  }

  @Test("is lost where options are the same")
  func options() {
    let found = problems(["options": .list([.text(" good"), .text("good ")])])
    #expect(found.map(\.path) == ["options[1]"])
    let leaked = problems(["options": .list([.text(" {label}"), .text(" good")])])
    #expect(leaked.map(\.path) == ["options[0]"])
  }

  /// Every word is the number of its letters, after the special tokens that are wanted.
  private struct Lengths: TextEncoder {
    var before: [Int32] = []

    func encode(_ text: String, special: Bool) -> [Int32] {
      (special ? before : []) + text.split(separator: " ").map { Int32($0.count) }
    }
  }

  @Test("is lost where options have the same ids")
  func ids() throws {
    let encoder = ExampleEncoder(Lengths(), maxLength: 64)
    let same = Example(prompt: "it was", options: [" bad", " odd"], gold: 0)
    let problem = #expect(throws: InputProblem.self) { try encoder.encode(same) }
    #expect(problem?.message.contains("same tokens") == true)
    // Two wrong ones, or two right ones, change nothing.
    _ = try encoder.encode(Example(prompt: "it was", options: [" good", " bad", " odd"], gold: 0))
    _ = try encoder.encode(
      Example(prompt: "it was", options: [" bad", " odd", " good"], gold: 0, accepted: [0, 1]))
  }

  @Test("keeps the first token of a long text only if it is a special one, and says what was cut")
  func truncation() throws {
    let example = Example(prompt: "a bb ccc dddd", options: [" eeeee", " ffffff"], gold: 0)
    let bare = try ExampleEncoder(Lengths(), maxLength: 3).encode(example)
    #expect(bare.shared == [3, 4] && bare.isCut)
    let marked = try ExampleEncoder(Lengths(before: [99]), maxLength: 3).encode(example)
    #expect(marked.shared == [99, 4] && marked.isCut)
    #expect(try !ExampleEncoder(Lengths(), maxLength: 5).encode(example).isCut)
    let masked = try ExampleEncoder(Lengths(before: [99]), maxLength: 3, mask: 7).encode(example)
    #expect(masked.isCut)
  }
}
