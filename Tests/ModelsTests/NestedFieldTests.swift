import Foundation
import Models
import Testing
import Vocabulary

@Suite("Fields of a configuration")
struct NestedFieldTests {
  private func fields(_ json: String) throws -> ConfigurationFields {
    try ConfigurationFields(Data(json.utf8), place: "config.json")
  }

  @Test("may be objects, whose fields are named with their place")
  func objects() throws {
    let fields = try fields(#"{"a": {"b": {"c": 3, "d": "x"}}, "n": null, "t": ["u", "v"]}"#)
    let inner = try #require(try fields.object("a")?.object("b"))
    #expect(try inner.size("c") == 3)
    #expect(try inner.text("d") == "x")
    #expect(inner.place == "config.json: 'a': 'b'")
    #expect(try fields.object("absent") == nil)
    #expect(try fields.texts("t") == ["u", "v"])
    #expect(throws: InputProblem.self) { _ = try fields.object("t") }
    #expect(throws: InputProblem.self) { _ = try fields.texts("a") }
  }

  @Test("that are null count as absent, and say so")
  func nulls() throws {
    let fields = try fields(#"{"n": null, "one": 1}"#)
    #expect(try fields.size("n", default: 7) == 7)
    #expect(try fields.number("n", default: 0.5) == 0.5)
    #expect(try fields.flag("n", default: true))
    #expect(try fields.text("n", default: "x") == "x")
    #expect(try fields.object("n") == nil && fields.texts("n") == nil)
    #expect(fields.isNull("n") && !fields.isNull("one") && !fields.isNull("absent"))
    let problem = #expect(throws: InputProblem.self) { _ = try fields.size("n") }
    #expect(problem?.message == "has no 'n'")
  }

  @Test(
    "nest to a limit, beyond which there is one clear problem",
    arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depth(open: String, close: String) throws {
    for count in [33, 1000, 100_000] {
      let json =
        #"{"x": "# + String(repeating: open, count: count) + "1"
        + String(repeating: close, count: count) + "}"
      let problem = #expect(throws: InputProblem.self) { _ = try fields(json) }
      #expect(problem?.message.contains("nested deeper") == true)
    }
    // Without an end, too.
    let problem = #expect(throws: InputProblem.self) {
      _ = try fields(String(repeating: open, count: 100_000))
    }
    #expect(problem?.message.contains("nested deeper") == true)
  }

  @Test("may hold brackets in texts")
  func brackets() throws {
    let text = String(repeating: "[{", count: 100)
    #expect(try fields(#"{"a": "\#(text)\"[\\", "b": 2}"#).size("b") == 2)
  }
}
