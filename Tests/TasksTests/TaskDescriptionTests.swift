import Experiments
import Foundation
import Tasks
import Testing

/// Tasks that users describe.
@Suite struct TaskDescriptionTests {
  private let rte = #"""
    {
      "name": "my-rte",
      "files": {"train": ["mine/train.jsonl"], "validation": ["mine/{val,dev}.jsonl"]},
      "fields": {"text": ["premise", "sentence1"]},
      "prompts": [{
        "prompt": "{text}\nDoes this mean that \"{hypothesis}\" is true? Yes or No?\n",
        "options": ["Yes", "No"]
      }],
      "answer": {"label": [{"field": "label", "classes": [["entailment"], ["not_entailment"]]}]},
      "masked": {
        "pattern": "*cls**sent-_0*?*mask*,*+sentl_1**sep+*", "sentences": ["text", "hypothesis"],
        "words": ["Yes", "No"], "firstLimit": 240, "maxLength": 256
      }
    }
    """#
  private let rows = #"""
    {"premise": "Anna sold the boat.", "hypothesis": "Anna had a boat.", "label": "entailment"}
    {"premise": "It rains.", "hypothesis": "It snows.", "label": "not_entailment"}
    """#

  private func described(_ json: String) throws -> TaskDescription {
    try JSONDecoder().decode(TaskDescription.self, from: Data(json.utf8))
  }

  @Test func aDescribedTaskAgreesWithTheBuiltInOne() throws {
    let fixture = try Fixture(["mine/train.jsonl": rows, "superglue/RTE/train.jsonl": rows])
    let task = try PromptedTask(described(rte), data: fixture.data)
    #expect(task.name == "my-rte" && task.version == 1)
    #expect(task.objective == .classification && task.metric == .accuracy)
    #expect(try task.examples(.train) == fixture.examples("rte"))
  }

  @Test func descriptionsSurviveEncoding() throws {
    for description in [RTE.description(PromptSettings()), try described(rte)] {
      let data = try JSONEncoder().encode(description)
      #expect(try JSONDecoder().decode(TaskDescription.self, from: data) == description)
    }
  }

  @Test func plainValuesAreReadStrictly() throws {
    let value = try JSONDecoder().decode(SettingValue.self, from: Data(rte.utf8))
    #expect(try TaskDescription(value, at: "my.grid") == described(rte))
    let slips = [
      ("\"masked\":", "\"maskd\":", "'maskd' is not known"),
      ("\"firstLimit\":", "\"firstLimt\":", "'masked.firstLimt' is not known"),
      ("\"classes\":", "\"clases\":", "has no 'classes'"),
      ("\"field\":", "\"unlabeled\": [], \"field\":", "'answer.label.unlabeled' is not known"),
      ("\"prompts\": [{", "\"prompts\": 3, \"x\": [{", "prompts has a value of another kind"),
    ]
    for (right, wrong, message) in slips {
      let text = rte.replacing(right, with: wrong)
      let value = try JSONDecoder().decode(SettingValue.self, from: Data(text.utf8))
      let problem = #expect(throws: InputProblem.self) {
        try TaskDescription(value, at: "my.grid")
      }
      #expect(problem?.place == "my.grid" && problem?.message.contains(message) == true)
    }
  }

  @Test func candidatesAndGeneratedAnswersCanBeDescribed() throws {
    let fixture = try Fixture([
      "t.jsonl": #"{"q": "Sky?", "all": ["red", "blue"], "ok": ["blue"], "n": 3}"#
    ])
    var task = TaskDescription(
      "colours", summary: "", files: DataFiles(train: ["t.jsonl"], validation: ["v.jsonl"]),
      prompts: [PromptTemplate("{q} {{{n}}}", options: [" {candidate}!"])],
      answer: .candidates(CandidateRule("all", right: "ok")), objective: .language)
    let choice = try PromptedTask(task, data: fixture.data).examples(.train)[0]
    #expect(choice.prompt == "Sky? {3}" && choice.options == [" red!", " blue!"])
    #expect(choice.gold == 1)
    task.answer = .generated("ok")
    task.prompts = [PromptTemplate("{q}", options: [" {ok}\n"])]
    // Of one option nothing but accuracy 1 could be said, and no loss but zero.
    #expect(throws: InputProblem.self) { try PromptedTask(task, data: fixture.data) }
    task.metric = .f1
    let generated = try PromptedTask(task, data: fixture.data).examples(.train)[0]
    #expect(generated.options == [" blue\n"] && generated.answers == ["blue"])
  }

  @Test(arguments: [
    ("{hypothesis", "brace"), ("{hypothesis}}", "brace"), ("{}", "no name"),
    ("{hypothesis|shout}", "'shout'"),
  ])
  func templatesThatCannotBeReadAreQuoted(prompt: String, message: String) throws {
    var task = try described(rte)
    task.prompts[0].prompt = prompt
    let data = try Fixture([:]).data
    let problem = #expect(throws: InputProblem.self) { try PromptedTask(task, data: data) }
    #expect(problem?.place == "task 'my-rte'" && problem?.message.contains(message) == true)
  }

  @Test func missingFieldsAreNamedWithTheirLine() throws {
    var task = try described(rte)
    task.fields["text"] = ["premise_text", "passage"]
    let fixture = try Fixture(["mine/train.jsonl": rows])
    let problem = #expect(throws: InputProblem.self) {
      try PromptedTask(task, data: fixture.data).examples(.train)
    }
    #expect(problem?.place.hasSuffix("mine/train.jsonl:1") == true)
    #expect(problem?.message.contains("'premise_text' or 'passage'") == true)
  }

  @Test func labelsAndOptionsMustBeAsMany() throws {
    var task = try described(rte)
    task.prompts[0].options = ["Yes"]
    let data = try Fixture([:]).data
    #expect(throws: InputProblem.self) { try PromptedTask(task, data: data) }
    task = try described(rte)
    task.prompts = []
    #expect(throws: InputProblem.self) { try PromptedTask(task, data: data) }
  }
}
