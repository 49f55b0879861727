import Foundation
import Models
import Testing
import Vocabulary

/// Chat templates of the families' kinds, written for this test; the texts are what
/// Jinja gives when it is set up as transformers does (`scripts/fixtures/chat.py`).
@Suite struct ChatTemplateTests {
  struct Case: Decodable, Sendable {
    var name: String
    var template: String
    var bos: String?
    /// A request and its answer, and the text of the request alone.
    var whole: String
    var prompt: String
  }

  private static let cases: [Case] = {
    guard
      let url = Bundle.module.url(
        forResource: "chat", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return [] }
    return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
  }()

  @Test func textsAreTransformers() throws {
    #expect(Self.cases.count == 6)
    for item in Self.cases {
      let tokens = ["bos_token": item.bos, "eos_token": "</s>"].compactMapValues { $0 }
      let template = try ChatTemplate(item.template, tokens: tokens, place: item.name)
      #expect(try template.text(request: "Is it?", answer: nil) == item.prompt, "\(item.name)")
      #expect(try template.text(request: "Is it?", answer: "Yes") == item.whole, "\(item.name)")
    }
  }

  @Test func whatIsNotSupportedIsNamed() {
    let problem = #expect(throws: InputProblem.self) {
      try ChatTemplate("{% call a() %}{% endcall %}", tokens: [:], place: "model")
    }
    #expect(problem?.message.contains("'call'") == true)
    #expect(problem?.place.hasPrefix("model") == true)
  }
}
