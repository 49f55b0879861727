import Tasks
import Testing
import Vocabulary

/// Chats, demonstrations and calibration.
@Suite struct PromptingTests {
  private let review = Example(
    prompt: "dull . It was", options: [" terrible", " great"], gold: 0, withoutInput: " It was")
  private let question = Example(
    prompt: "Context: C\nAnswer:", options: [" blue\n"], gold: 0, answers: ["blue"])

  @Test func vicunaHearsAUser() {
    let chat = ChatFormat.vicuna.wrapping(review)
    #expect(
      chat.prompt + chat.options[0]
        == "A chat between a curious user and an artificial intelligence assistant. The "
        + "assistant gives helpful, detailed, and polite answers to the user's questions. "
        + "USER: dull . It was ASSISTANT: terrible")
    #expect(chat.calibration?.prompt.hasSuffix("USER: It was ASSISTANT:") == true)
  }

  @Test func theSmallWorldTalksInTheSameFormat() {
    #expect(ChatFormat.vicuna.opening == Conversation.opening + " USER: ")
    let document = World.conversations(seed: 1).lazy.first { $0.hasPrefix(Conversation.opening) }
    #expect(document?.contains(ChatFormat.vicuna.closing + " ") == true)
  }

  @Test func chatsKeepTheLineEndAfterAnAnswer() {
    let chat = ChatFormat.vicuna.wrapping(question)
    #expect(chat.options == [" blue\n"] && chat.answers == ["blue"])
    let words = Example(prompt: "So?\n", options: ["Yes", "No"], gold: 1)
    #expect(ChatFormat.vicuna.wrapping(words).prompt.hasSuffix("USER: So? ASSISTANT:"))
    #expect(ChatFormat.vicuna.wrapping(words).options == [" Yes", " No"])
  }

  @Test func chatIsASettingOfEveryDescribedTask() throws {
    let plain = try TaskCatalog.make(Component("mini-sst2"), data: nil).examples(.validation)
    let chat = try TaskCatalog.make(Component("mini-sst2", ["chat": .text("vicuna")]), data: nil)
      .examples(.validation)
    #expect(chat == plain.map(ChatFormat.vicuna.wrapping))
    #expect(throws: SettingsProblem.self) {
      try TaskCatalog.make(Component("mini-sst2", ["chat": .text("parrot")]), data: nil)
    }
  }

  @Test func demonstrationsAreJoinedByBlankLines() {
    let asked = Example(prompt: " So?\n", options: ["Yes\n", "No"], gold: 0)
    let demonstrations = Demonstrations([review, asked])
    #expect(demonstrations.text == "dull . It was terrible\n\nSo?\nYes")
    let prompted = demonstrations.preceding(review)
    #expect(prompted.prompt == "dull . It was terrible\n\nSo?\nYes\n\ndull . It was")
    #expect(prompted.options == review.options && prompted.gold == review.gold)
    #expect(Demonstrations([Example]()).preceding(asked) == asked)
  }

  @Test func calibrationHasNoInput() {
    let bare = review.calibration
    #expect(bare?.prompt == " It was" && bare?.options == review.options)
    #expect(question.calibration == nil)
    let withDemonstrations = bare.map(Demonstrations([review]).preceding)
    #expect(withDemonstrations?.prompt == "dull . It was terrible\n\nIt was")
  }

  @Test func everyTestExampleMayHaveItsOwnDemonstrations() {
    #expect(Demonstrations.seeds(6) == [2732, 9845, 3264, 4859, 9225, 7891])
  }
}
