import Tasks
import Testing
import Vocabulary

/// One id per word, which holds its leading space; id 2 begins every text.
private struct WordEncoder: TextEncoder {
  var begins = true

  func encode(_ text: String, special: Bool) -> [Int32] {
    var words: [String] = []
    for character in text {
      if character == " " || words.isEmpty { words.append("") }
      words[words.count - 1].append(character)
    }
    let ids = words.map { word in word.unicodeScalars.reduce(3) { $0 &* 31 &+ Int32($1.value % 97) }
    }
    return (special && begins ? [2] : []) + ids
  }
}

@Suite struct ExampleEncoderTests {
  private let words = WordEncoder()

  private func encode(
    _ prompt: String, _ options: [String], gold: Int = 0, maxLength: Int = 100
  ) throws -> EncodedExample {
    try ExampleEncoder(words, maxLength: maxLength)
      .encode(Example(prompt: prompt, options: options, gold: gold))
  }

  @Test func sharesThePromptAndScoresTheOption() throws {
    let example = try encode("a b It was", [" terrible", " great"], gold: 1)
    #expect(example.shared == words.encode("a b It was", special: true))
    #expect(example.candidates.map(\.scored) == [1, 1])
    #expect(example.candidates.allSatisfy { $0.fed.isEmpty })
    #expect(example.candidates[1].targets == words.encode(" great", special: false))
    #expect(example.gold == 1)
  }

  @Test func cutsSpacesAtTheEndsAndCountsOptionTokensAgainstThePromptAlone() throws {
    let example = try encode("  it fell so ", ["the cup broke  ", "it rained"])
    #expect(example.shared == words.encode("it fell so", special: true))
    #expect(example.candidates.map(\.scored) == [3, 2])
    #expect(example.candidates[0].targets == words.encode(" the cup broke", special: false))
  }

  /// Line ends at the beginning of a whole text go, and the option's tokens are counted before.
  @Test func allWhiteSpaceAtTheBeginningOfTheWholeTextGoes() throws {
    let example = try encode("\n\t a b", [" x", " y z"])
    #expect(example.shared == words.encode("a b", special: true))
    #expect(example.candidates.map(\.scored) == [1, 2])
  }

  @Test func sharesNothingThatACandidateScores() throws {
    let example = try encode("it was", [" so good", " so bad"])
    #expect(example.shared == words.encode("it was", special: true))
    #expect(example.candidates.map(\.scored) == [2, 2])
  }

  @Test func truncatesFromTheLeftButKeepsTheFirst() throws {
    let example = try encode("a b c d e f", [" x", " y z"], maxLength: 4)
    let whole = example.candidates.map { example.shared + $0.fed + $0.targets.suffix(1) }
    #expect(whole[0] == [2] + words.encode(" e f x", special: false))
    #expect(whole[1] == [2] + words.encode(" f y z", special: false))
    #expect(example.shared == [2])
    #expect(example.candidates.map(\.scored) == [1, 2])
  }

  @Test func refusesWhatCannotBeScored() {
    #expect(throws: InputProblem.self) { try encode("a b", [" ", " x"]) }
    #expect(throws: InputProblem.self) { try encode("a b", [" x y z", " x"], maxLength: 3) }
    #expect(throws: InputProblem.self) { try encode("a b", [" x"], gold: 1) }
    #expect(throws: InputProblem.self) { try encode("a b", []) }
    #expect(throws: InputProblem.self) {
      try ExampleEncoder(WordEncoder(begins: false), maxLength: 9)
        .encode(Example(prompt: "", options: ["x"], gold: 0))
    }
  }

  @Test func calibrationMayHaveNothingBeforeItsOptions() throws {
    let encoder = ExampleEncoder(WordEncoder(begins: false), maxLength: 9)
    let bare = Example(prompt: "", options: ["x", "y z", "y"], gold: 0)
    let encoded = try encoder.encode(calibration: bare)
    #expect(encoded.candidates.map(\.scored) == [0, 1, 0])
    #expect(encoded.candidates[1].targets == words.encode(" z", special: false))
    // With a beginning of text there is something.
    let begun = try ExampleEncoder(words, maxLength: 9).encode(calibration: bare)
    #expect(begun.candidates.map(\.scored) == [1, 2, 1])
  }

  @Test func predictsTheFirstOfEquals() {
    #expect(EncodedExample.prediction([-3, -2]) == 1)
    #expect(EncodedExample.prediction([-2, -2, -3]) == 0)
    #expect(EncodedExample.prediction([]) == 0)
  }

  @Test func severalCandidatesMayBeRight() throws {
    let example = Example(prompt: "a", options: [" b", " c", " d"], gold: 1, accepted: [1, 2])
    let encoded = try ExampleEncoder(words, maxLength: 9).encode(example)
    #expect([0, 1, 2].map(encoded.isRight) == [false, true, true])
  }

  @Test func masksStandForTheOptionOfAMaskedModel() throws {
    let masked = MaskedExample(
      before: [.init("a b")], options: [" x", " y z"], after: [.init(".")])
    let example = Example(prompt: "a", options: [" x", " y z"], gold: 1, masked: masked)
    func encode(_ length: Int) throws -> EncodedExample {
      try ExampleEncoder(words, maxLength: length, mask: 99).encode(example)
    }
    let (before, after) = (words.encode("a b", special: false), words.encode(".", special: false))
    let whole = try encode(100)
    #expect(whole.shared.isEmpty && whole.gold == 1)
    let targets = masked.options.map { words.encode($0, special: false) }
    #expect(whole.candidates.map(\.targets) == targets)
    let first: [Int32] = [2]
    #expect(whole.candidates[1].fed == first + before + [99, 99] + after)
    #expect(whole.candidates[1].places == [1 + before.count, 2 + before.count])
    // The end goes first, then the beginning; masks never.
    #expect(try encode(4).candidates[0].fed == first + before + [99])
    #expect(try encode(3).candidates[0].fed == first + Array(before.suffix(1)) + [99])
    #expect(throws: InputProblem.self) { try encode(2) }
  }

  /// LM-BFF cuts the whole sequence at its end, whatever stands there.
  @Test func aMaskedTextThatIsTooLongLosesItsLastSpecialToken() throws {
    struct Ended: TextEncoder {
      func encode(_ text: String, special: Bool) -> [Int32] {
        let ids = WordEncoder(begins: false).encode(text, special: false)
        return special ? [2] + ids + [7] : ids
      }
    }
    let masked = MaskedExample(
      before: [.init("a b")], options: [" x", " y"], after: [.init(".")])
    let example = Example(prompt: "a", options: [" x", " y"], gold: 1, masked: masked)
    func fed(_ length: Int) throws -> [Int32] {
      try ExampleEncoder(Ended(), maxLength: length, mask: 99).encode(example).candidates[0].fed
    }
    let words = WordEncoder(begins: false)
    let whole =
      [2] + words.encode("a b", special: false) + [99] + words.encode(".", special: false) + [7]
    #expect(try fed(6) == whole)
    #expect(try fed(5) == Array(whole.prefix(5)))
    #expect(try fed(4) == Array(whole.prefix(4)))
  }

  @Test func questionsLeaveRoomForTheirAnswers() throws {
    var example = Example(prompt: "a b c d e f", options: [" x y"], gold: 0)
    example.answers = ["x y", "y"]
    let encoded = try ExampleEncoder(words, maxLength: 6, newTokens: 2).encode(example)
    #expect(
      encoded.question
        == EncodedQuestion(
          ids: [2] + words.encode(" d e f", special: false), answers: ["x y", "y"]))
    let candidate = encoded.candidates[0]
    let whole = encoded.shared + candidate.fed + candidate.targets.suffix(1)
    #expect(whole == [2] + words.encode(" f x y", special: false))
    #expect(try encode("a b", [" x"]).question == nil)
  }
}
