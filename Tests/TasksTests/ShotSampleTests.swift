import Tasks
import Testing
import Vocabulary

@Suite struct ShotSampleTests {
  private func numbered(_ count: Int, classes: Int = 3) -> [Example] {
    (0..<count).map { Example(prompt: "\($0)", options: ["a", "b", "c"], gold: $0 % classes) }
  }

  /// Expected indices: `numpy.random.RandomState(seed).shuffle` of 0...11, grouped by remainder.
  @Test(
    arguments: [
      (13, [5, 8, 9, 3, 7, 1], [11, 2, 6, 0, 4, 10]),
      (21, [5, 2, 6, 3, 1, 7], [11, 8, 0, 9, 10, 4]),
      (42, [10, 1, 9, 0, 8, 5], [4, 7, 3, 6, 2, 11]),
      (87, [8, 5, 9, 0, 7, 4], [2, 11, 3, 6, 1, 10]),
      (100, [9, 6, 1, 4, 5, 2], [0, 3, 10, 7, 11, 8]),
    ] as [(UInt32, [Int], [Int])])
  func drawsAsLMBFF(seed: UInt32, train: [Int], dev: [Int]) throws {
    let sample = try ShotSample(of: numbered(12), 2, seed: seed, task: "t")
    #expect(sample.train.map(\.prompt) == train.map(String.init))
    #expect(sample.dev.map(\.prompt) == dev.map(String.init))
  }

  @Test func aLargeTestPartIsCutWithSeed42() {
    let test = ShotSample.test(numbered(12), most: 5)
    #expect(test.map(\.prompt) == ["10", "9", "0", "8", "5"])
    #expect(ShotSample.test(numbered(12), most: 12) == numbered(12))
  }

  @Test func aSmallClassIsNamed() {
    let few = numbered(6) + numbered(20, classes: 2)
    let problem = #expect(throws: InputProblem.self) {
      try ShotSample(of: few, 3, seed: 0, task: "t")
    }
    #expect(problem?.message == "'shots' is 3, but class 2 has 2 examples")
  }

  private let table =
    "sentence\tlabel\n" + (0..<40).map { "s\($0)\t\($0 % 2)\n" }.joined()

  @Test func theSettingReplacesTheSampleOfTheRun() throws {
    let fixture = try Fixture([
      "sent-conv/stsa.binary.train": (0..<40).map { "\($0 % 2) s\($0)\n" }.joined(),
      "SST-2/dev.tsv": table,
    ])
    let task = try TaskCatalog.make(
      Component("sst2", ["shots": .integer(4), "shotSeed": .integer(13)]), data: fixture.data)
    var run = RunSettings()
    run.test = 10
    let sample = try TaskSample(of: task, run)
    #expect(sample.train.count == 8 && sample.dev.count == 8 && sample.test.count == 10)
    #expect(sample.train.prefix(4).allSatisfy { $0.gold == sample.train[0].gold })
    #expect(Set(sample.train).isDisjoint(with: sample.dev))
  }

  @Test func filesOfTheGeneratorComeFirst() throws {
    let fixture = try Fixture([
      "k-shot/SST-2/2-13/train.tsv": "sentence\tlabel\nx\t0\n",
      "k-shot/SST-2/2-13/dev.tsv": "sentence\tlabel\ny\t1\nz\t0\n",
    ])
    let settings: [String: SettingValue] = ["shots": .integer(2), "shotSeed": .integer(13)]
    let task = try TaskCatalog.make(Component("sst2", settings), data: fixture.data)
    let sample = try #require(try task.shots())
    #expect(sample.train.map(\.solved) == ["x It was terrible"] && sample.dev.count == 2)
  }

  @Test func aSampleMayHaveItsOwnTestPart() throws {
    let head = "sentence1\tsentence2\tgold_label\n"
    let fixture = try Fixture([
      "k-shot/MNLI/1-42/train.tsv": head + "a\tb\tneutral\n",
      "k-shot/MNLI/1-42/dev_matched.tsv": head + "c\td\tentailment\n",
      "k-shot/MNLI/1-42/test_matched.tsv": head + "e\tf\tcontradiction\ng\th\tneutral\n",
    ])
    let settings: [String: SettingValue] = ["shots": .integer(1), "shotSeed": .integer(42)]
    let task = try TaskCatalog.make(Component("mnli", settings), data: fixture.data)
    let sample = try TaskSample(of: task, RunSettings())
    #expect((sample.train.count, sample.dev.count, sample.test.count) == (1, 1, 2))
  }

  @Test func generatedTasksHaveShotsToo() throws {
    let task = try TaskCatalog.make(Component("mini-sst2", ["shots": .integer(16)]), data: nil)
    let sample = try #require(try task.shots())
    #expect(sample.train.count == 32 && sample.train.count { $0.gold == 1 } == 16)
  }

  @Test(arguments: [("shots", -1), ("shots", .max), ("shotSeed", -1), ("shotSeed", .max)])
  func numbersOutOfRangeAreRefused(setting: String, value: Int) {
    #expect(throws: SettingsProblem.self) {
      try TaskCatalog.make(Component("mini-sst2", [setting: .integer(value)]), data: nil)
    }
  }

  @Test func generatedAnswersHaveNoClasses() throws {
    let data = try Fixture([:]).data
    #expect(throws: InputProblem.self) {
      try TaskCatalog.make(Component("squad", ["shots": .integer(2)]), data: data)
    }
  }
}
