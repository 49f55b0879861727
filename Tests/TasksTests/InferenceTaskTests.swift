import Tasks
import Testing
import Vocabulary

@Suite struct InferenceTaskTests {
  private let rows = #"""
    {"premise": "Anna sold the boat.", "hypothesis": "Anna had a boat.", "label": "entailment"}
    {"premise": "It rains.", "hypothesis": "It snows.", "label": "not_entailment", "idx": 1}

    """#

  @Test func rteAsksWhetherItIsTrue() throws {
    let examples = try Fixture(["superglue/RTE/train.jsonl": rows]).examples("rte")
    #expect(
      examples.map(\.prompt) == [
        "Anna sold the boat.\nDoes this mean that \"Anna had a boat.\" is true? Yes or No?\n",
        "It rains.\nDoes this mean that \"It snows.\" is true? Yes or No?\n",
      ])
    #expect(examples.map(\.options) == [["Yes", "No"], ["Yes", "No"]])
    #expect(examples.map(\.gold) == [0, 1])
    #expect(examples[0].calibration?.prompt == "")
  }

  @Test func rteWithoutTaskWords() throws {
    let examples = try Fixture(["RTE/train.jsonl": rows])
      .examples("rte", ["template": .integer(1)])
    #expect(examples[1].solved == "It rains.\n\"It snows.\"\nNo")
  }

  @Test func tablesAndNumbersGiveTheSameExamples() throws {
    let lines = try Fixture(["superglue/RTE/train.jsonl": rows]).examples("rte")
    let table = """
      index\tsentence1\tsentence2\tlabel\r
      7\tAnna sold the boat.\tAnna had a boat.\tentailment\r
      8\tIt rains.\tIt snows.\tnot_entailment\r

      """
    let export = """
      premise,hypothesis,label
      Anna sold the boat.,Anna had a boat.,0
      It rains.,It snows.,1
      """
    #expect(try Fixture(["glue/RTE/train.tsv": table]).examples("rte") == lines)
    #expect(try Fixture(["RTE/train.csv": export]).examples("rte") == lines)
  }

  @Test func cbAsksForThree() throws {
    let row = #"{"premise": "Ben hoped he won.", "hypothesis": "Ben won", "label": "neutral"}"#
    let examples = try Fixture(["superglue/CB/train.jsonl": row]).examples("cb")
    #expect(
      examples[0].solved
        == "Suppose Ben hoped he won. Can we infer that \"Ben won\"? Yes, No, or Maybe?\nMaybe")
    #expect(examples[0].options == ["Yes", "No", "Maybe"])
  }

  @Test func captionsWithoutAGoldLabelAreLeftOut() throws {
    let lines = """
      {"sentence1": "A dog runs.", "sentence2": "It sleeps.", "gold_label": "contradiction"}
      {"sentence1": "A dog runs.", "sentence2": "It is old.", "gold_label": "-"}
      {"sentence1": "A dog runs.", "sentence2": "It is grey.", "gold_label": "neutral"}

      """
    let examples = try Fixture(["SNLI/snli_1.0_train.jsonl": lines]).examples("snli")
    #expect(examples.map { $0.options[$0.gold] } == ["No", "Maybe"])
    let numbers = """
      {"premise": "A dog runs.", "hypothesis": "It is old.", "label": -1}
      {"premise": "A dog runs.", "hypothesis": "It moves.", "label": 0}

      """
    let exported = try Fixture(["SNLI/train.jsonl": numbers]).examples("snli")
    #expect(exported.map { $0.options[$0.gold] } == ["Yes"])
  }

  @Test func rowsWithMoreAnnotatorsThanTheHeaderAreRead() throws {
    let table = """
      index\tsentence1\tsentence2\tlabel1\tgold_label
      0\tA cat sits.\tIt flies.\tcontradiction\tcontradiction
      1\tA cat sits.\tIt rests.\tneutral\tneutral\tentailment\tentailment\tentailment\tentailment

      """
    let examples = try Fixture(["SNLI/train.tsv": table]).examples("snli")
    #expect(examples.map { $0.options[$0.gold] } == ["No", "Yes"])
  }

  @Test func mnliTestsOnMatchedGenres() throws {
    let fixture = try Fixture([
      "MNLI/dev_matched.tsv": "sentence1\tsentence2\tgold_label\nA.\tB.\tneutral\n",
      "MNLI/dev_mismatched.tsv": "sentence1\tsentence2\tgold_label\nC.\tD.\tneutral\n",
    ])
    let examples = try fixture.examples("mnli", part: .validation)
    #expect(examples.map { $0.maskedForm.text() } == ["A?<mask>, b."])
    #expect(examples[0].maskedForm.before[0].limit == 240)
  }

  @Test func qnliPutsTheQuestionFirstForMasks() throws {
    let table = "index\tquestion\tsentence\tlabel\n0\tWho won?\tBen won.\tentailment\n"
    let example = try Fixture(["glue/QNLI/train.tsv": table]).examples("qnli")[0]
    #expect(example.maskedForm.text() == "Who won?<mask>, ben won.")
    #expect(example.options[example.gold] == "Yes")
  }
}
