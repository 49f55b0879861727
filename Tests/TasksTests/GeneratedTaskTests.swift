import Tasks
import Testing
import Vocabulary

/// Tasks that combine parts of the small world.
@Suite struct GeneratedTaskTests {
  private func examples(_ name: String, _ part: SourcePart) throws -> [Example] {
    try TaskCatalog.make(Component(name), data: nil).examples(part)
  }

  @Test(arguments: ["mini-rte", "mini-squad", "mini-sst5", "mini-trec", "mini-cb"])
  func examplesAreEnoughDistinctAndApart(name: String) throws {
    let train = try examples(name, .train)
    let test = try examples(name, .validation)
    #expect(train.count >= 1500 && test.count >= 1000)
    #expect(Set(train.map(\.prompt)).count == train.count)
    #expect(Set(train.map(\.prompt)).isDisjoint(with: test.map(\.prompt)))
  }

  @Test func entailmentIsBalancedAndAskedAsInRTE() throws {
    let test = try examples("mini-rte", .validation)
    #expect((450...550).contains(test.count { $0.gold == 0 }))
    #expect(test.allSatisfy { $0.prompt.contains(" .\nDoes this mean that \"") })
    #expect(
      BagOfWords(trainedOn: try examples("mini-rte", .train), epochs: 20).accuracy(on: test) < 0.7)
  }

  @Test(arguments: [("mini-sst5", 5), ("mini-trec", 6), ("mini-cb", 3)])
  func classesAreAboutAsFrequent(name: String, classes: Int) throws {
    let test = try examples(name, .validation)
    #expect(test.allSatisfy { $0.options.count == classes })
    for label in 0..<classes {
      let share = Double(test.count { $0.gold == label }) / Double(test.count)
      #expect(abs(share * Double(classes) - 1) < 0.25, "\(label): \(share)")
    }
  }

  /// The label words of the scale appear nowhere in its sentences, nor does one word say the grade:
  /// `very good` and `rather good` differ in their force alone.
  @Test func gradesAreSaidByForceAndWords() throws {
    let test = try examples("mini-sst5", .validation)
    let sentences = test.map { String($0.prompt.dropLast(" It was".count)) }
    let words = Set(sentences.flatMap { $0.split(separator: " ") })
    #expect(words.isDisjoint(with: ["terrible", "okay", "great"]))
    func grades(_ form: String) -> Set<Int> {
      Set(zip(sentences, test).filter { $0.0.contains(form) }.map(\.1.gold))
    }
    #expect(grades(" very lovely") == [4] && grades(" rather lovely") == [3])
    #expect(grades(" really dull") == [0] && grades(" quite dull") == [1])
    #expect(grades(", and it was ") == [2] && grades("was not lovely .") == [1])
  }

  @Test func claimsAreAskedAsInCB() throws {
    for example in try examples("mini-cb", .validation).prefix(50) {
      #expect(example.prompt.hasPrefix("Suppose ") && example.options == ["Yes", "No", "Maybe"])
      #expect(example.prompt.contains(" . Can we infer that \""))
    }
  }

  @Test(arguments: ["mini-sst5", "mini-cb"])
  func noSentenceStandsInTheText(name: String) throws {
    let sentences = Set(
      try SourcePart.allCases.flatMap { try examples(name, $0) }.compactMap { example in
        example.prompt.firstRange(of: " .").map {
          String(example.prompt[..<$0.upperBound]).replacing("Suppose ", with: "")
        }
      })
    for document in World.runningText(seed: 1).prefix(10_000) {
      guard let stop = document.firstRange(of: " .") else { continue }
      #expect(!sentences.contains(String(document[..<stop.upperBound])))
    }
  }

  @Test func answersStandInTheText() throws {
    for example in try examples("mini-squad", .validation).prefix(200) {
      let answer = try #require(example.answers?.first)
      let context = example.prompt.split(separator: "\nQuestion:")[0]
      #expect(context.contains(" " + answer + " "))
      #expect(example.options == [" \(answer)\n"])
      let score = AnswerScore(of: answer + "\n", accepted: example.answers ?? [])
      #expect(score.exactMatch && score.f1 == 1)
    }
  }
}
