import Foundation
import Tasks
import Testing
import Vocabulary

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
    try TaskDescription(value(json))
  }

  private func value(_ json: String) throws -> SettingValue {
    try JSONDecoder().decode(SettingValue.self, from: Data(json.utf8))
  }

  @Test func aDescribedTaskAgreesWithTheBuiltInOne() throws {
    let fixture = try Fixture(["mine/train.jsonl": rows, "superglue/RTE/train.jsonl": rows])
    let task = try PromptedTask(described(rte), data: fixture.data)
    #expect(task.name == "my-rte" && task.version == 1)
    #expect(task.objective == .classification && task.metric == .accuracy)
    #expect(try task.examples(.train) == fixture.examples("rte"))
  }

  @Test func definitionsMeanTheSameHoweverTheyAreWritten() throws {
    let definition = try TaskDefinitions().definition(value(rte))
    #expect(try TaskDefinitions().definition(definition.content).content == definition.content)
    let short = rte.replacing("[\"mine/train.jsonl\"]", with: "\"mine/train.jsonl\"")
      .replacing(
        "[[\"entailment\"], [\"not_entailment\"]]", with: "[\"entailment\", \"not_entailment\"]"
      )
      .replacing("\"label\": [{", with: "\"label\": {").replacing("]}]},", with: "]}},")
      .replacing("\"prompts\": [{", with: "").replacing("\"No\"]\n  }],", with: "\"No\"],")
    #expect(short != rte)
    #expect(try TaskDefinitions().definition(value(short)).content == definition.content)
    let other = rte.replacing("true?", with: "so?")
    #expect(try TaskDefinitions().definition(value(other)).content != definition.content)
  }

  @Test(arguments: [
    ("\"masked\":", "\"maskd\":", "maskd", "did you mean 'masked'?"),
    ("\"firstLimit\":", "\"firstLimt\":", "masked.firstLimt", "did you mean 'firstLimit'?"),
    ("\"classes\":", "\"clases\":", "answer.label[0]", "'classes' is missing"),
    ("\"prompts\": [{", "\"prompts\": 3, \"x\": [{", "prompts", "must be a list"),
    ("\"my-rte\"", "\"../up\"", "name", "letters"),
    ("\"my-rte\"", "\"rte\"", "name", "another name"),
    ("[\"mine/train.jsonl\"]", "\"/etc/passwd\"", "files.train", "inside the data directory"),
    ("[\"mine/train.jsonl\"]", "\"../secret.csv\"", "files.train", "inside the data directory"),
    ("[\"mine/train.jsonl\"]", "\"{/tmp,..}/x.csv\"", "files.train", "inside the data directory"),
    ("[\"mine/train.jsonl\"]", "\"a/{x,../..}/b.csv\"", "files.train", "inside the data"),
    (
      "[\"mine/train.jsonl\"]", "\"\(String(repeating: "{a,b}", count: 25))\"", "files.train",
      "more than 1000 paths"
    ),
    ("mine/{val,dev}.jsonl", "mine/{val,./train}.jsonl", "files.validation", "training file"),
    ("{text}", "{text", "prompts[0].prompt", "brace"),
    ("\"No\"]", "\"No\", \"Maybe\"]", "prompts[0].options", "2 classes"),
    ("*cls*", "*cl*", "masked.pattern", "*cls*"), ("240", "0", "masked.firstLimit", "from 1"),
    ("\"answer\"", "\"metric\": \"f1\", \"answer\"", "metric", "must be one of accuracy"),
    ("not_entailment", "Entailment", "answer.label", "two classes"),
  ])
  func everyMistakeHasItsPlace(right: String, wrong: String, path: String, message: String) throws {
    let problems = #expect(throws: ValueProblems.self) {
      try TaskDescription(value(rte.replacing(right, with: wrong)))
    }
    let found = problems?.problems.first { $0.path == path }
    #expect(found?.message.contains(message) == true, "\(String(describing: problems))")
  }

  @Test func candidatesAndGeneratedAnswersCanBeDescribed() throws {
    let fixture = try Fixture([
      "t.jsonl": #"{"q": "Sky?", "all": ["red", "blue"], "ok": ["blue"], "n": 3}"#
    ])
    var task = TaskDescription(
      "colors", summary: "", files: DataFiles(train: ["t.jsonl"], validation: ["v.jsonl"]),
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
