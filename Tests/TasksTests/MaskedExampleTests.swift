import Tasks
import Testing
import Vocabulary

@Suite struct MaskedExampleTests {
  @Test func sentimentKeepsLMBFFsPieces() throws {
    let example = try Fixture(["SST-2/train.tsv": "sentence\tlabel\na joy . \t1\n"])
      .examples("sst2")[0]
    let masked = try #require(example.masked)
    #expect(masked.before.map(\.text) == ["a joy . ", " It was"])
    #expect(masked.after.map(\.text) == ["."])
    #expect(masked.options == [" terrible", " great"] && masked.maxLength == 128)
    #expect(masked.text() == "a joy .  It was<mask>.")
    #expect(example.maskedForm == masked)
  }

  @Test func inferenceDropsTheStopAndLowersTheHypothesis() throws {
    let row = #"{"premise": "Éva ran.", "hypothesis": "Éva moved.", "label": "entailment"}"#
    let masked = try #require(try Fixture(["RTE/train.jsonl": row]).examples("rte")[0].masked)
    #expect(masked.before.map(\.text) == ["Éva ran", "?"])
    #expect(masked.after.map(\.text) == [",", " éva moved."])
    #expect(masked.before.map(\.limit) == [240, nil] && masked.maxLength == 256)
  }

  /// What LM-BFF's template B makes of a row of its MNLI files.
  @Test func aSpaceAtTheEndIsTheCharacterThatIsDropped() throws {
    let row =
      #"{"premise": "Until he came along. ", "hypothesis": " He left.", "label": "entailment"}"#
    let masked = try #require(try Fixture(["RTE/train.jsonl": row]).examples("rte")[0].masked)
    #expect(masked.text() == "Until he came along.?<mask>,  He left.")
  }

  @Test func withoutATemplateTheMaskFollowsThePrompt() {
    let example = Example(prompt: "Is it so? Yes or No?\n", options: ["No", "Yes"], gold: 1)
    #expect(example.maskedForm.text(mask: "_") == "Is it so? Yes or No?_.")
    #expect(example.maskedForm.options == [" No", " Yes"])
  }

  @Test(arguments: [
    "*cls**sent_0*_It_was.*sep+*", "*cls**mask**mask**sep+*", "*cls**sent_1**mask**sep+*",
    "sent_0*mask*", "*cls**sep**mask**sep+*", "*cls**sentx_0**mask**sep+*", "*mask*", "",
    "*cls**sent_99999999999999999999**mask**sep+*",
  ])
  func oddPatternsAreRefused(pattern: String) throws {
    var task = SST2.description(PromptSettings())
    task.masked?.pattern = pattern
    let data = try Fixture([:]).data
    let problem = #expect(throws: InputProblem.self) { try PromptedTask(task, data: data) }
    #expect(problem?.message.contains("masked pattern '\(pattern)'") == true)
  }

  @Test func theNumberOfWordsIsThatOfTheOptions() throws {
    var task = SST2.description(PromptSettings())
    task.masked?.words.append("fine")
    let data = try Fixture([:]).data
    #expect(throws: InputProblem.self) { try PromptedTask(task, data: data) }
  }
}
