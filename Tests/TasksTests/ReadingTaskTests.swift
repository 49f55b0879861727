import Tasks
import Testing
import Vocabulary

/// Tasks about passages.
@Suite struct ReadingTaskTests {
  @Test(arguments: [
    (0, "Tea is hot. Is tea hot? Yes"), (1, #"Tea is hot. Is tea hot?\n\nYes"#),
    (2, "Tea is hot. Is tea hot?\nYes"),
  ])
  func boolqHasThreeVersions(version: Int, solved: String) throws {
    let row = #"{"question": "is tea hot", "passage": "Tea is hot.", "label": true}"#
    let examples = try Fixture(["superglue/BoolQ/train.jsonl": row])
      .examples("boolq", ["template": .integer(version)])
    #expect(examples.map(\.solved) == [solved])
  }

  @Test(arguments: [#""true""#, "true", "1", #""True""#])
  func truthIsReadHoweverItIsSpelled(label: String) throws {
    let row = #"{"question": "is it?", "passage": "It is.", "answer": \#(label)}"#
    let example = try Fixture(["BoolQ/train.jsonl": row]).examples("boolq")[0]
    #expect(example.options[example.gold] == " Yes")
  }

  @Test func multircMakesAnExampleOfEveryAnswer() throws {
    let nested = #"""
      {"passage": {"text": "Ben ate.", "questions": [{"question": "Who?", "answers": [
      {"text": "Ben", "label": 1}, {"text": "Ann", "label": 0}]}]}}
      """#.split(separator: "\n").joined()
    let flat = #"""
      {"paragraph": "Ben ate.", "question": "Who?", "answer": "Ben", "label": 1}
      {"paragraph": "Ben ate.", "question": "Who?", "answer": "Ann", "label": 0}
      """#
    let examples = try Fixture(["MultiRC/train.jsonl": nested]).examples("multirc")
    #expect(
      examples.map(\.solved) == [
        "Ben ate.\nQuestion: Who?\nI found this answer \"Ben\". Is that correct? Yes or No?\nYes",
        "Ben ate.\nQuestion: Who?\nI found this answer \"Ann\". Is that correct? Yes or No?\nNo",
      ])
    #expect(try Fixture(["MultiRC/train.jsonl": flat]).examples("multirc") == examples)
  }

  /// "é" is one code point: spans count those, and `end` is the last one.
  private let record = #"""
    {"passage": {"text": "Zoé met Al.\n@highlight\nZoé won", "entities": [{"start": 0, "end": 2},
     {"start": 8, "end": 9}, {"start": 23, "end": 25}]}, "qas": [{"query": "@placeholder lost to Zoé",
     "answers": [{"start": 8, "end": 9, "text": "Al"}]}]}
    """#.split(separator: "\n").joined()

  @Test func recordFillsTheGapWithEveryEntity() throws {
    let example = try Fixture(["ReCoRD/train.jsonl": record]).examples("record")[0]
    #expect(example.prompt == "Zoé met Al.\n- Zoé won\n-")
    #expect(example.options == [" Al lost to Zoé", " Zoé lost to Zoé"])
    #expect(example.gold == 0 && example.accepted == nil)
    #expect(example.calibration?.prompt == "-")
  }

  @Test func recordMayAskForTheEntity() throws {
    let example = try Fixture(["ReCoRD/train.jsonl": record])
      .examples("record", ["template": .integer(1)])[0]
    #expect(
      example.prompt == "Zoé met Al.\n@highlight\nZoé won\n@placeholder lost to Zoé\n"
        + "Question: what is the \"@placeholder\"\nAnswer:")
    #expect(example.options == [" Al", " Zoé"])
  }

  @Test func everyRightEntityCountsAndTheFirstIsLearned() throws {
    let flat = #"""
      {"passage": "P", "query": "@placeholder won", "entities": ["A", "B", "C"], "answers": ["C", "B"]}
      """#
    let example = try Fixture(["ReCoRD/train.jsonl": flat]).examples("record")[0]
    #expect(example.gold == 2 && example.accepted == [1, 2])
    #expect((0..<3).map(example.isRight) == [false, true, true])
  }

  @Test func anAnswerThatIsNoEntityIsRefusedOrAnotherLearned() throws {
    func row(_ answers: String) -> String {
      #"{"passage": "P", "query": "@placeholder won", "entities": ["A", "B"], "answers": [\#(answers)]}"#
    }
    let example = try Fixture(["ReCoRD/train.jsonl": row(#""Z", "B""#)]).examples("record")[0]
    #expect(example.options.count == 2 && example.gold == 1 && example.accepted == nil)
    let problem = try Fixture(["ReCoRD/train.jsonl": row(#""Z""#)]).problem("record")
    #expect(problem?.place.hasSuffix("train.jsonl:1") == true)
    #expect(problem?.message.contains("'Z' of 'answers' is none of the 2 of 'entities'") == true)
  }

  @Test func spansOutsideTheTextAreRefused() throws {
    for end in ["99", "9223372036854775807", "-1", "1e400", "2.5"] {
      let text = record.replacing(#""end": 9}, {"#, with: #""end": \#(end)}, {"#)
      let problem = try Fixture(["ReCoRD/train.jsonl": text]).problem("record")
      #expect(problem?.place.hasSuffix("train.jsonl:1") == true, "\(end)")
    }
  }

  @Test func squadTakesTheFirstAnswerAndAcceptsAll() throws {
    let document = #"""
      {"version": "1.1", "data": [{"title": "Tea", "paragraphs": [{"context": "Tea is hot.", "qas":
      [{"id": "1", "question": " What is hot? ", "answers": [{"answer_start": 0, "text": "Tea"},
      {"answer_start": 0, "text": "tea"}]}]}]}]}
      """#
    let flat = #"""
      {"title": "Tea", "context": "Tea is hot.", "question": " What is hot? ", "answers": {"text": ["Tea", "tea"], "answer_start": [0, 0]}}
      """#
    let examples = try Fixture(["squad/train-v1.1.json": document]).examples("squad")
    #expect(
      examples == [
        Example(
          prompt: "Title: Tea\nContext: Tea is hot.\nQuestion: What is hot?\nAnswer:",
          options: [" Tea\n"], gold: 0, answers: ["Tea", "tea"])
      ])
    #expect(examples[0].calibration == nil)
    #expect(try Fixture(["squad/train.jsonl": flat]).examples("squad") == examples)
  }

  @Test func squadNeedsAnswers() throws {
    let document = #"""
      {"data": [{"title": "T", "paragraphs": [{"context": "C", "qas": [{"question": "Q?",
      "answers": []}]}]}]}
      """#
    let problem = try Fixture(["squad/train.json": document]).problem("squad")
    #expect(problem?.description.contains("article 1, paragraph 1: question 'Q?'") == true)
  }

  @Test func dropReadsNumbersDatesAndSpansInTheOrderOfTheFile() throws {
    let document = #"""
      {"b}\"2": {"passage": "Two won.", "qa_pairs": [
        {"question": "How many?", "answer": {"number": "9", "spans": []},
         "validated_answers": [{"number": "2", "spans": []}, {"spans": ["two", "both"]}]},
        {"question": "Odd?", "answer": {"number": "9", "spans": ["nine"]}},
        {"question": "Empty?", "answer": {"number": "", "spans": []}}]},
       "a1": {"passage": "In May.", "qa_pairs": [
        {"question": "When?", "answer": {"number": "", "date": {"day": "3", "month": "May",
         "year": ""}, "spans": []}, "validated_answers": []}]}}
      """#
    let examples = try Fixture(["drop/drop_dataset_train.json": document]).examples("drop")
    #expect(examples.map(\.answers) == [["2", "two", "both"], ["3 May"]])
    #expect(examples[0].solved == "Passage: Two won.\nQuestion: How many?\nAnswer: 2\n")
    let flat = #"""
      {"passage": "Two won.", "question": "How many?", "answers_spans": {"spans": ["2", "two", "both"], "types": []}}
      """#
    #expect(try Fixture(["drop/train.jsonl": flat]).examples("drop") == [examples[0]])
  }

  @Test func generationTasksReportF1AndLearnTheAnswer() throws {
    for name in ["squad", "drop"] {
      let task = try TaskCatalog.make(Component(name), data: try Fixture([:]).data)
      #expect(task.metric == .f1 && task.objective == .language)
    }
  }
}
