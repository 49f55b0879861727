import Tasks
import Testing
import Vocabulary

@Suite struct WorldTests {
  @Test func theTextIsTheSameForTheSameSeed() {
    let text = Array(World.runningText(seed: 7).prefix(200))
    #expect(text == Array(World.runningText(seed: 7).prefix(200)))
    #expect(text != Array(World.runningText(seed: 8).prefix(200)))
    let digest = ContentDigest(of: text.joined(separator: "\n"))
    #expect(digest.short == "380a8c1e3058")
  }

  @Test(arguments: ["mini-sst2", "mini-copa", "mini-winogrande"])
  func examplesAreEnoughDistinctAndApart(name: String) throws {
    let task = try TaskCatalog.make(Component(name), data: nil)
    let train = try task.examples(.train)
    let test = try task.examples(.validation)
    #expect(train.count >= 1500 && test.count >= 1000)
    #expect(Set(train).count == train.count && Set(test).count == test.count)
    #expect(Set(train.map(solved)).isDisjoint(with: test.map(solved)))
    #expect(train == (try task.examples(.train)))
  }

  @Test(arguments: ["mini-sst2", "mini-copa", "mini-winogrande"])
  func classesAreBalanced(name: String) throws {
    let examples = try TaskCatalog.make(Component(name), data: nil).examples(.validation)
    let ones = examples.filter { $0.gold == 1 }.count
    #expect((450...550).contains(ones))
    #expect(examples.allSatisfy { $0.options.count == 2 })
  }

  @Test(arguments: ["mini-sst2", "mini-copa", "mini-winogrande"])
  func noExampleStandsSolvedInTheText(name: String) throws {
    let task = try TaskCatalog.make(Component(name), data: nil)
    let solutions = Set(try SourcePart.allCases.flatMap { try task.examples($0) }.map(solved))
    for document in World.runningText(seed: 1).prefix(20_000) {
      #expect(!solutions.contains(document.hasSuffix(" .") ? document : document + " ."))
    }
  }

  @Test func noSentenceOfTheSentimentTaskStandsInTheText() throws {
    let task = try TaskCatalog.make(Component("mini-sst2"), data: nil)
    let sentences = Set(
      try SourcePart.allCases.flatMap { try task.examples($0) }
        .map { String($0.prompt.dropLast(" It was".count)) })
    for document in World.runningText(seed: 1).prefix(20_000) {
      guard let stop = document.firstRange(of: " .") else { continue }
      #expect(!sentences.contains(String(document[..<stop.upperBound])))
    }
  }

  /// The user's and the assistant's turns of conversations.
  private var exchanges: [(question: String, answer: String)] {
    World.conversations(seed: 1).prefix(20_000).compactMap { document in
      let turns = document.split(separator: " USER: ", maxSplits: 1)
      guard turns.count == 2 else { return nil }
      let parts = turns[1].split(separator: " ASSISTANT: ", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }

  @Test func noSentenceOfTheSentimentTaskStandsInConversations() throws {
    let task = try TaskCatalog.make(Component("mini-sst2"), data: nil)
    let sentences = Set(
      try SourcePart.allCases.flatMap { try task.examples($0) }
        .map { String($0.prompt.dropLast(" It was".count)) })
    let asked = exchanges.compactMap { exchange in
      [" how was it ?", " what came of it ?"].first { exchange.question.hasSuffix($0) }
        .map { String(exchange.question.dropLast($0.count)) }
    }
    #expect(asked.count > 1000)
    #expect(sentences.isDisjoint(with: asked))
  }

  @Test func noCauseOfTheTaskIsToldInConversations() throws {
    let task = try TaskCatalog.make(Component("mini-copa"), data: nil)
    let solved = try SourcePart.allCases.flatMap { try task.examples($0) }.map { example in
      let premise = example.prompt.replacing(" because ", with: "").replacing(" so ", with: "")
      return Set([premise, example.options[example.gold]].map(bare))
    }
    let told = exchanges.compactMap { exchange -> Set<String>? in
      let end = [" . why ?", " . what then ?"].first { exchange.question.hasSuffix($0) }
      return end.map {
        Set([String(exchange.question.dropLast($0.count)), exchange.answer].map(bare))
      }
    }
    #expect(told.count > 1000)
    #expect(Set(solved).isDisjoint(with: told))
  }

  /// Without the end of a sentence.
  private func bare(_ text: String) -> String {
    let end = text.hasSuffix(" .") ? 2 : text.hasSuffix(".") ? 1 : 0
    return String(text.dropLast(end)).lowercased()
  }

  @Test func aBagOfWordsDoesNotSolveTheSentimentTask() throws {
    let task = try TaskCatalog.make(Component("mini-sst2"), data: nil)
    let bag = BagOfWords(trainedOn: try task.examples(.train), epochs: 20)
    let accuracy = bag.accuracy(on: try task.examples(.validation))
    #expect(accuracy < 0.70)
  }

  @Test func theSameBagOfWordsSolvesPlainSentences() {
    let plain = (0..<200).map { index in
      Example(
        prompt: "the cake number \(index) was \(index % 2 == 0 ? "bad" : "good") .",
        options: [" terrible", " great"], gold: index % 2)
    }
    let bag = BagOfWords(trainedOn: Array(plain[..<100]), epochs: 20)
    #expect(bag.accuracy(on: Array(plain[100...])) > 0.99)
  }

  private func solved(_ example: Example) -> String {
    let text = example.prompt + example.options[example.gold]
    return text.hasSuffix(" .") ? text : text + " ."
  }
}
