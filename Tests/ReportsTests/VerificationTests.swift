import Reports
import Testing
import Vocabulary

struct VerificationTests {
  private func machine(_ version: String) -> Machine {
    Machine(
      processor: "p", cores: 2, operatingSystem: "o", kernels: "avx2", blas: "b", blasCore: "Zen",
      threads: 1, version: version)
  }

  private func broken(_ runs: [VerifiedRun], wanted: [SeededCell]? = nil) -> [String] {
    Verification(of: VerificationSubject(runs, wanted: wanted)).checks.filter { !$0.holds }
      .map(\.rule)
  }

  private var sound: [VerifiedRun] {
    Measured.study.map { VerifiedRun($0, machine: machine("1.0 (abc)")) }
  }

  private func changed(_ change: (inout RunResult) -> Void) -> [VerifiedRun] {
    var runs = sound
    change(&runs[0].result)
    return runs
  }

  @Test func soundResultsBreakNoRule() {
    let all = sound.map(\.result.cell)
    #expect(broken(sound, wanted: all) == [])
    #expect(broken([]) == [])
    let text = Verification(of: VerificationSubject(sound, wanted: all)).text
    #expect(text.hasSuffix("12 runs: every rule holds.\n"))
    #expect(text.split(separator: "\n").count == 10)
  }

  @Test func aWorseTrialMayNotBeChosen() {
    let better = Measured.trial(peak: 100, score: 1)
    #expect(broken(changed { $0.trials.append(better) }) == ["selection-on-dev"])
    #expect(broken(changed { $0.chosen = nil }) == ["selection-on-dev"])
  }

  @Test func divergedTrialsAreNoAlternative() {
    let diverged = Measured.trial(
      peak: 100, score: 1, outcome: .diverged(step: 3, lastFiniteLoss: nil))
    #expect(broken(changed { $0.trials.append(diverged) }) == [])
  }

  @Test func seedsOccurOnce() {
    #expect(broken(sound + [sound[0]]) == ["unique-seeds"])
  }

  @Test func scoresAreThoseOfThePredictions() {
    #expect(broken(changed { $0.test?.metrics["accuracy"] = 0.5 }) == ["sound-scores"])
    #expect(broken(changed { $0.test?.metrics["accuracy"] = 1.5 }) == ["sound-scores"])
    #expect(broken(changed { $0.test?.examples = 7 }) == ["sound-scores"])
    #expect(broken(changed { $0.test = nil }) == ["sound-scores"])
  }

  @Test func numbersOfWhatCompletedAreFinite() {
    #expect(broken(changed { $0.trials[0].dev[0].loss = nil }) == ["finite-numbers"])
    #expect(broken(changed { $0.trials[0].curve[1] = .nan }) == ["finite-numbers"])
    #expect(broken(changed { $0.test?.metrics["loss"] = nil }) == ["finite-numbers"])
  }

  @Test func whatIsStoredOfARunIsOneStory() {
    func stories(_ change: (inout RunResult) -> Void) -> [String] {
      let checks = Verification(of: VerificationSubject(changed(change))).checks
      return checks.filter { $0.rule == "one-story" }.flatMap(\.findings)
    }
    func holds(_ words: String, _ change: (inout RunResult) -> Void) -> Bool {
      stories(change).contains { $0.contains(words) }
    }
    #expect(holds("tested, although it ended as failed") { $0.outcome = .failed(message: "x") })
    #expect(holds("-1 parameters") { $0.parameters = -1 })
    #expect(holds("trial 1: -2 tokens") { $0.trials[0].tokens = -2 })
    #expect(holds("-1.0 seconds of passes") { $0.trials[0].seconds.passes = -1 })
    #expect(holds("inf seconds of setting up") { $0.trials[0].seconds.setUp = .infinity })
    #expect(holds("1 losses of 100 steps") { $0.trials[0].curve = [1] })
    #expect(holds("evaluated at step 999 of 100") { $0.trials[0].dev[0].step = 999 })
    #expect(holds("development score at step 50 is 9.0") { $0.trials[0].dev[0].score = 9 })
    #expect(stories { $0.trials[0].curve = [] } == [])
    let told = Verification(of: VerificationSubject(sound, contradictions: ["a row: b"])).checks
    #expect(told.filter { !$0.holds }.map(\.findings) == [["a row: b"]])
  }

  @Test func forecastsAreExactInEveryAccount() {
    let missed = changed { $0.trials[0].training.measured.peaks[.scratch] += 1 }
    #expect(broken(missed) == ["exact-forecasts"])
    #expect(
      Verification(of: VerificationSubject(missed)).text.contains("(scratch)"))
  }

  @Test func modifiedSourcesStandAlone() {
    var mixed = sound
    mixed[0].machine = machine("1.0 (abc+dirty)")
    #expect(broken(mixed) == ["clean-builds"])
    let dirty = sound.map { VerifiedRun($0.result, machine: machine("1.0 (abc+dirty)")) }
    #expect(broken(dirty) == [])
  }

  @Test func otherSemanticsAreNamed() {
    #expect(broken(changed { $0.identity.semantics = 1 }) == ["semantics"])
  }

  @Test func gridsAreComplete() {
    let wanted = sound.map(\.result.cell)
    #expect(broken(Array(sound.dropFirst()), wanted: wanted) == ["complete-grid"])
    let failed = changed { run in
      run.outcome = .failed(message: "x")
      (run.chosen, run.test) = (nil, nil)
    }
    #expect(broken(failed, wanted: wanted) == ["complete-grid"])
    #expect(broken(failed) == [])
  }
}
