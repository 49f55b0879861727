import Foundation
import Tasks
import Testing
import Vocabulary

/// Task files of lm-evaluation-harness, written by hand after its documentation.
@Suite struct HarnessTaskTests {
  private static func task(
    _ name: String, _ folder: String, _ changes: [String: SettingValue]
  ) -> [String: SettingValue] {
    let files: [String: SettingValue] = [
      "train": .text("\(folder)/train.jsonl"), "validation": .text("\(folder)/val.jsonl"),
    ]
    return [
      "task": .text(name), "dataset_path": .text("json"),
      "dataset_kwargs": .map(["data_files": .map(files)]), "training_split": .text("train"),
      "validation_split": .text("validation"), "output_type": .text("multiple_choice"),
      "metric_list": .list([.map(["metric": .text("acc"), "aggregation": .text("mean")])]),
    ].merging(changes) { $1 }
  }

  static let sentiment = task(
    "my-sst2", "SST-2",
    [
      "doc_to_text": .text("{{ sentence.strip() }} It was"), "doc_to_target": .text("label"),
      "doc_to_choice": .list([.text("terrible"), .text("great")]),
    ])

  private static func lowered(_ name: String) -> String {
    "(\(name) if \(name).split(' ')[0] == 'I' else \(name).split(' ')[0].lower() + "
      + "\(name)[\(name).split(' ')[0]|length:])"
  }

  static let copa = task(
    "my-copa", "superglue/COPA",
    [
      "doc_to_text": .text(
        "{% set p = premise.rstrip() %}{{ p[:-1] if p.endswith('.') else p }} "
          + "{{ 'because' if question == 'cause' else 'so' }}"),
      "doc_to_choice": .text("{{ [\(lowered("choice1")), \(lowered("choice2"))] }}"),
      "doc_to_target": .text("{{ label }}"),
    ])

  private static let rows = [
    "SST-2/train.jsonl": """
    {"sentence": " a joy . ", "label": 1}
    {"sentence": "no \\"fun\\" at all", "label": 0}
    """,
    "superglue/COPA/train.jsonl": """
    {"premise": "The man left .", "choice1": "He came.", "choice2": "I ran.", "question": "effect", "label": 0}
    {"premise": "It rained", "choice1": "Éva saw it.", "choice2": "B A.", "question": "cause", "label": 1}
    """,
  ]

  private func examples(
    _ task: [String: SettingValue], _ files: [String: String]
  ) throws -> [Example] {
    let fixture = try Fixture(files)
    return try PromptedTask(HarnessTask(.map(task)), data: fixture.data).examples(.train)
  }

  /// The whole texts of all candidates, and which are right.
  private func texts(_ examples: [Example]) -> [[String]] {
    examples.map { example in
      example.options.map { example.prompt + $0 } + ["\(example.gold)"]
    }
  }

  @Test func sentimentAndCOPAReadAsOurOwn() throws {
    let ours = try Fixture(Self.rows)
    for (file, name) in [(Self.sentiment, "sst2"), (Self.copa, "copa")] {
      let read = try examples(file, Self.rows)
      #expect(read.count == 2)
      #expect(texts(read) == texts(try ours.examples(name)))
    }
  }

  @Test func whatIsReadIsWrittenAndReadAgain() throws {
    for file in [Self.sentiment, Self.copa] {
      let definition = try TaskDefinitions().definition(.map(file))
      let again = try TaskDefinitions().definition(definition.content)
      #expect(again == definition)
      guard case .map(let content) = definition.content else {
        Issue.record("no mapping")
        continue
      }
      #expect(content["metric"] == .text("accuracy"))
    }
  }

  @Test(
    "what is not supported is refused by the key's name",
    arguments: [
      ("filter_list", .list([]), "filter"), ("process_docs", .text("x"), "Python"),
      ("use_prompt", .text("promptsource:a"), "promptsource"), ("include", .text("a.yaml"), "file"),
      ("num_fewshot", .integer(5), "icl"), ("repeats", .integer(2), "once"),
      ("output_type", .text("loglikelihood"), "multiple_choice"),
      ("metric_list", .list([.map(["metric": .text("acc_norm")])]), "acc_norm"),
      ("dataset_path", .text("nyu-mll/glue"), "load_dataset"),
      ("dataset_name", .text("sst2"), "Hub"), ("doc_to_texts", .text("a"), "doc_to_text"),
      ("doc_to_text", .text("{{ label }} {{ sentence }}"), "answer"),
      ("doc_to_text", .text("It was"), "no field"),
      ("doc_to_text", .text("{{ sentence|shuffle }}"), "'shuffle'"),
      ("doc_to_text", .text("{% call a() %}"), "'call'"),
      ("doc_to_choice", .list([.text("a"), .text("a")]), "twice"),
      ("doc_to_choice", .list([.boolean(false), .boolean(true)]), "text"),
      ("doc_to_choice", .map(["a": .text("b")]), "order"), ("doc_to_target", .integer(2), "0 to 1"),
      ("training_split", .text("others"), "no split 'others'"),
      ("task", .text("sst2"), "task of the program"),
      (
        "dataset_kwargs",
        .map(["data_files": .map(["train": .text("../a.jsonl"), "validation": .text("b.csv")])]),
        ".."
      ),
    ] as [(String, SettingValue, String)])
  func refused(key: String, value: SettingValue, word: String) {
    var file = Self.sentiment
    file[key] = value
    let problems = #expect(throws: ValueProblems.self) { try HarnessTask(.map(file)) }?.problems
    #expect(
      problems?.contains { "\($0.path) \($0.message)".contains(word) } == true, "\(problems ?? [])")
    // A split that is not there is a fault of the files.
    let paths = [key, "dataset_kwargs"]
    let isPlaced = problems?.contains { problem in
      problem.path.isEmpty || paths.contains { problem.path.hasPrefix($0) }
    }
    #expect(isPlaced == true)
  }

  @Test(
    "a row that says nothing of the choices is refused with its place",
    arguments: [
      (#"{"sentence": "a", "label": 2}"#, "0 to 1"), (#"{"sentence": "a", "label": -1}"#, "hidden"),
      (#"{"sentence": "a", "label": "great!"}"#, "none of 'terrible', 'great'"),
      (#"{"sentence": "a"}"#, "no field 'label'"), (#"{"text": "a", "label": 1}"#, "'sentence'"),
      (#"{"sentence": ["a"], "label": 1}"#, "a list has no method 'strip'"),
      (#"{"sentence": null, "label": 1}"#, "strip"),
      (#"{"sentence": "a", "label": 0.5}"#, "0 to 1"),
      (#"{"sentence": "a", "label": []}"#, "empty"),
    ])
  func rows(row: String, word: String) {
    let problem = #expect(throws: InputProblem.self) {
      try examples(Self.sentiment, ["SST-2/train.jsonl": row])
    }
    #expect(problem?.place.hasSuffix("train.jsonl:1") == true)
    #expect(problem?.message.contains(word) == true, "\(String(describing: problem))")
  }

  @Test func targetsMayBeTextsTruthValuesAndLists() throws {
    let rows = [
      #"{"sentence": "a", "label": "great"}"#, #"{"sentence": "a", "label": true}"#,
      #"{"sentence": "a", "label": [0, "great"]}"#,
    ]
    let read = try examples(Self.sentiment, ["SST-2/train.jsonl": rows.joined(separator: "\n")])
    #expect(read.map(\.gold) == [1, 1, 0])
    #expect(read.map(\.accepted) == [nil, nil, [0, 1]])
  }

  /// As pandas reads them: a column of integers is no column of texts.
  @Test func columnsOfTablesHaveTheirTypes() throws {
    var file = Self.sentiment
    file["dataset_path"] = .text("csv")
    file["dataset_kwargs"] = .map([
      "data_files": .map(["train": .text("a.tsv"), "validation": .text("b.tsv")]),
      "delimiter": .text("\t"), "quoting": .integer(3),
    ])
    let read = try examples(file, ["a.tsv": "sentence\tlabel\nso\t1\n\"well\t0\n"])
    #expect(read.map(\.gold) == [1, 0] && read[1].prompt == "\"well It was")
  }

  @Test func choicesOfAFieldAndADescription() throws {
    var file = Self.sentiment
    file["description"] = .text("About {{ topic }}.\n\n")
    file["doc_to_text"] = .text("question")
    file["doc_to_choice"] = .text("choices")
    file["doc_to_target"] = .text("{{ choices.index(answer) }}")
    file["target_delimiter"] = .text("\n")
    let row = #"{"topic": "x", "question": "Q?", "choices": ["a", "b", "c"], "answer": "b"}"#
    let read = try examples(file, ["SST-2/train.jsonl": row])
    #expect(read[0].prompt == "About x.\n\nQ?" && read[0].options == ["\na", "\nb", "\nc"])
    #expect(read[0].gold == 1)
  }
}
