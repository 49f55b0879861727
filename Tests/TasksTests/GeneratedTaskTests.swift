import Tasks
import Testing
import Vocabulary

/// Tasks that combine parts of the small world.
@Suite struct GeneratedTaskTests {
  private func examples(_ name: String, _ part: SourcePart) throws -> [Example] {
    try TaskCatalog.make(Component(name), data: nil).examples(part)
  }

  @Test(arguments: ["mini-rte", "mini-squad"])
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
