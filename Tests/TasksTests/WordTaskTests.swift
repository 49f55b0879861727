import Tasks
import Testing
import Vocabulary

/// Tasks about words, pronouns, events and kinds of questions.
@Suite struct WordTaskTests {
  @Test(arguments: [
    #"{"text": "Ann fed It.", "target": {"span1_text": "Ann", "span2_text": "It"}, "label": false}"#,
    #"{"text": "Ann fed It.", "span1_text": "Ann", "span2_text": "It", "label": 0}"#,
  ])
  func wscLowersThePronoun(row: String) throws {
    let example = try Fixture(["superglue/WSC/train.jsonl": row]).examples("wsc")[0]
    #expect(
      example.solved == "Ann fed It.\nIn the previous sentence, does the pronoun \"it\" refer to "
        + "Ann? Yes or No?\nNo")
  }

  @Test func spansThatAreNotInTheTextAreMended() throws {
    let row = #"""
      {"text": "The dogs bit him because they bark.", "label": true, "target": {"span1_index": 0,
      "span1_text": "the\ndogs.", "span2_index": 4, "span2_text": "They"}}
      """#.split(separator: "\n").joined()
    let example = try Fixture(["WSC/train.jsonl": row]).examples("wsc")[0]
    #expect(example.prompt.hasSuffix(#"pronoun "they" refer to The dogs? Yes or No?"# + "\n"))
    for index in ["-1", "99", "\"x\"", "9223372036854775807"] {
      let odd = row.replacing(#""span1_index": 0"#, with: #""span1_index": \#(index)"#)
      let example = try Fixture(["WSC/train.jsonl": odd]).examples("wsc")[0]
      #expect(example.prompt.contains("refer to the dogs?"))
    }
  }

  @Test func wicAsksForTheSameMeaning() throws {
    let row = #"{"word": "run", "sentence1": "I run.", "sentence2": "A long run.", "label": true}"#
    let example = try Fixture(["superglue/WiC/train.jsonl": row]).examples("wic")[0]
    #expect(
      example.solved == "Does the word \"run\" have the same meaning in these two sentences? "
        + "Yes, No?\nI run.\nA long run.\nYes")
  }

  private let copa = #"""
    {"premise": "Tom slept. ", "choice1": "I was late.", "choice2": "He WAS tired.", "question": "cause", "label": 1}
    {"premise": "Tom slept", "choice1": "He dreamt.", "choice2": "Rain", "question": "effect", "label": 0}
    """#

  /// MeZO drops the full stop and nothing else.
  @Test func aSpaceBeforeTheFullStopStays() throws {
    let row =
      #"{"premise": "The man left . ", "choice1": "He came.", "choice2": "I ran.", "question": "effect", "label": 0}"#
    let example = try Fixture(["superglue/COPA/train.jsonl": row]).examples("copa")[0]
    #expect(example.prompt == "The man left  so ")
    #expect(example.options == ["he came.", "I ran."])
  }

  @Test func copaGoesOnWithSoOrBecause() throws {
    let examples = try Fixture(["superglue/COPA/train.jsonl": copa]).examples("copa")
    #expect(examples.map(\.prompt) == ["Tom slept because ", "Tom slept so "])
    #expect(
      examples.map(\.options) == [
        ["I was late.", "he WAS tired."], ["he dreamt.", "rain"],
      ])
    #expect(examples.map(\.gold) == [1, 0])
    #expect(examples.map { $0.calibration?.prompt } == ["because ", "so "])
    #expect(examples.allSatisfy { $0.masked == nil })
  }

  @Test func copaWithoutAConnective() throws {
    let examples = try Fixture(["COPA/train.jsonl": copa])
      .examples("copa", ["template": .integer(1)])
    #expect(examples.map(\.prompt) == ["Tom slept ", "Tom slept "])
  }

  @Test func copaRefusesOtherQuestions() throws {
    let row = copa.replacing(#""effect""#, with: #""why""#)
    let problem = try Fixture(["COPA/train.jsonl": row]).problem("copa")
    #expect(problem?.place.hasSuffix(":2") == true)
    #expect(problem?.message.contains("'why'; it must be 'cause' or 'effect'") == true)
  }

  @Test func winograndeFillsTheOnlyBlank() throws {
    let row = #"""
      {"sentence": "Al beat Bo since _ ran.", "option1": "Al", "option2": "Bo", "answer": "1"}
      """#
    let fixture = try Fixture([
      "winogrande/train_m.jsonl": row, "winogrande/train_xs.jsonl": row + "\n" + row,
      "winogrande/train_s.jsonl": row.replacing("_", with: "-"),
      "winogrande/train_l.jsonl": row.replacing("Bo since", with: "_ since"),
    ])
    let example = try fixture.examples("winogrande")[0]
    #expect(example.prompt == "Al beat Bo since ")
    #expect(example.options == ["Al ran.", "Bo ran."] && example.gold == 0)
    #expect(try fixture.examples("winogrande", ["size": .text("xs")]).count == 2)
    for size in ["s", "l"] {
      let problem = fixture.problem("winogrande", ["size": .text(size)])
      #expect(problem?.message.contains("exactly one '_'") == true)
    }
  }

  @Test func trecReadsLatinTextAndEveryOrderOfLabels() throws {
    let fixture = try Fixture(["trec/train.csv": "3,Who ?\n2,\"What does \"\"AI\"\" mean, Al ?\"\n"]
    )
    let table = try fixture.examples("trec")
    #expect(table.map { $0.options[$0.gold] } == [" Human", " Expression"])
    #expect(table[1].masked?.text() == "<mask>: What does \"AI\" mean, Al ?")
    try fixture.write(
      Array("4 Where is Gruy".utf8) + [0xE8] + Array("re ?\n".utf8), "sent-conv/TREC.train.all")
    let latin = try fixture.examples("trec")
    #expect(latin.map(\.prompt) == ["Question: Where is Gruyère ?\nAnswer type:"])
    #expect(latin[0].options[latin[0].gold] == " Location")
    let export = try Fixture(["trec/train.jsonl": #"{"text": "How ?", "coarse_label": 2}"#])
      .examples("trec")
    #expect(export[0].options[export[0].gold] == " Description")
  }

  @Test func fiveWordsOfSentiment() throws {
    let fixture = try Fixture(["sent-conv/stsa.fine.train": "2 so so .\n4 a joy \n"])
    let examples = try fixture.examples("sst5")
    #expect(examples.map(\.solved) == ["so so . It was okay", "a joy It was great"])
    #expect(examples[0].masked?.before[0].limit == 110)
    try fixture.write(Array("2 so so .\nwordless\n".utf8), "sent-conv/stsa.fine.train")
    #expect(fixture.problem("sst5")?.place.hasSuffix("stsa.fine.train:2") == true)
    try fixture.write(Array("5 so so .\n".utf8), "sent-conv/stsa.fine.train")
    #expect(fixture.problem("sst5")?.message.contains("label 'label' is '5'") == true)
  }

  @Test(arguments: ["mr", "cr"])
  func reviewsComeWithOrWithoutAHeader(name: String) throws {
    let bare = try Fixture(["\(name)/train.csv": "0,\"dull, and long\"\n1,fine\n"]).examples(name)
    let headed = try Fixture(["original/\(name)/train.csv": "text,label\nfine,1\n"]).examples(name)
    #expect(bare.map(\.solved) == ["dull, and long It was terrible", "fine It was great"])
    #expect(headed == [bare[1]])
  }

  @Test(arguments: [("mr", "rt-polarity"), ("cr", "custrev")])
  func aFileWithoutPartsGivesEveryTenthRowToValidation(name: String, file: String) throws {
    let rows = (1...25).map { "\($0 % 2) row \($0) is na" }
    let fixture = try Fixture([:])
    let path = "sent-conv/\(file).all"
    try fixture.write(rows.flatMap { Array($0.utf8) + [0xEF] + Array("ve \n".utf8) }, path)
    let (train, validation) = (
      try fixture.examples(name), try fixture.examples(name, part: .validation)
    )
    #expect(validation.map(\.solved) == [10, 20].map { "row \($0) is naïve It was terrible" })
    #expect(train.count == 23 && train[0].solved == "row 1 is naïve It was great")
    #expect(!train.contains { validation.contains($0) })
    // Files of parts come first, and one without the other is no reason to take another file.
    try fixture.write(Array("0,dull\n".utf8), "\(name)/train.csv")
    #expect(try fixture.examples(name).count == 1)
    #expect(throws: InputProblem.self) { try fixture.examples(name, part: .validation) }
  }
}
