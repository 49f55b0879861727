import Tasks
import Testing
import Vocabulary

@Suite struct TaskSampleTests {
  /// Examples that say where they come from.
  private struct Numbered: FineTuningTask {
    var sizes: [SourcePart: Int]
    var name = "numbered"
    var version = 1
    var objective = Objective.classification

    func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
      (0..<(sizes[part] ?? 0)).map {
        Example(prompt: "\(part.rawValue) \($0)", options: ["a", "b"], gold: 0)
      }
    }
  }

  private func run(_ train: Int, _ dev: Int, _ test: Int, seed: Int = 0) -> RunSettings {
    var run = RunSettings()
    (run.train, run.dev, run.test, run.dataSeed) = (train, dev, test, seed)
    return run
  }

  @Test func whatIsAskedTwiceIsCounted() {
    func example(_ prompt: String, _ gold: Int) -> Example {
      Example(prompt: prompt, options: [" bad", " good"], gold: gold)
    }
    let learned = [example("dull", 0), example("warm", 1), example("warm", 0)]
    var sample = TaskSample(asking: [example("slow", 0)], train: learned)
    sample.test = [example("dull", 0), example("slow", 1), example("new", 1)]
    let repeated = RepeatedTexts(sample)
    #expect(repeated.tested == 2 && repeated.contradicting == 2)
    sample.test = [example("new", 1)]
    sample.train = [example("dull", 0)]
    let clean = RepeatedTexts(sample)
    #expect(clean.tested == 0 && clean.contradicting == 0)
  }

  @Test func takesTheFirstOfAPermutationAndCutsDevFromTheirEnd() throws {
    let task = Numbered(sizes: [.train: 10, .validation: 10])
    let sample = try TaskSample(of: task, run(4, 2, 3))
    #expect(sample.train.map(\.prompt) == ["train 2", "train 8", "train 4", "train 9"])
    #expect(sample.dev.map(\.prompt) == ["train 1", "train 6"])
    #expect(sample.test.map(\.prompt) == ["validation 2", "validation 8", "validation 4"])
    #expect(sample[.dev] == sample.dev)
  }

  @Test func usesAllOfASmallDataSet() throws {
    let copa = Numbered(sizes: [.train: 400, .validation: 100])
    let sample = try TaskSample(of: copa, run(1000, 100, 1000))
    #expect([sample.train.count, sample.dev.count, sample.test.count] == [300, 100, 100])
    #expect(sample.train[0].prompt == "train 132")
  }

  @Test func saysSoWhenNothingIsLeftToTrainOn() {
    let tiny = Numbered(sizes: [.train: 5, .validation: 5])
    #expect(throws: InputProblem.self) { try TaskSample(of: tiny, run(5, 5, 5, seed: 0)) }
    #expect(throws: InputProblem.self) { try TaskSample(of: tiny, run(2, 1, 1, seed: -1)) }
    #expect(throws: InputProblem.self) { try TaskSample(of: tiny, run(-2, 1, 1)) }
    #expect(throws: InputProblem.self) { try TaskSample(of: tiny, run(.max, 1, 1)) }
  }

  @Test func digestFollowsWhatIsUsed() throws {
    let task = Numbered(sizes: [.train: 10, .validation: 10])
    let digest = try TaskSample(of: task, run(4, 2, 3)).digest
    #expect(try TaskSample(of: task, run(4, 2, 3)).digest == digest)
    #expect(try TaskSample(of: task, run(4, 2, 4)).digest != digest)
    #expect(try TaskSample(of: task, run(4, 2, 3, seed: 1)).digest != digest)
    var newer = task
    newer.version = 2
    #expect(try TaskSample(of: newer, run(4, 2, 3)).digest != digest)
  }
}
