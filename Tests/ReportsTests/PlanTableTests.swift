import Foundation
import Reports
import Testing
import Vocabulary

struct PlanTableTests {
  private func entry(_ seed: Int, _ state: PlanState, _ optimizer: String = "zo-sgd") -> PlanEntry {
    let seeded = SeededCell(cell(Component(optimizer)), seed: seed)
    let digest = ContentDigest(of: "same")
    let memory = MemoryProfile(atPeak: AccountBytes([.weights: 2048]))
    return PlanEntry(
      cell: seeded, identity: Identity(of: seeded, data: digest, model: digest), state: state,
      training: memory, evaluation: MemoryProfile(), steps: 100, flops: 1.5e9,
      cost: StepCost(forwards: 200))
  }

  private var entries: [PlanEntry] {
    [
      entry(0, .new), entry(1, .new), entry(2, .stale(["the data changed"])),
      entry(0, .skipped("over\nbudget"), "fo-adam"),
      entry(1, .retry(.failed(message: "x")), "fo-adam"),
    ]
  }

  @Test func rowsCarryTheirReasons() {
    let expected = #"""
      state    cell                                 seed  forecast  steps  forwards    FLOPs
      new      tiny-opt / mini-sst2 / ft / zo-sgd   0      2.0 KiB    100       200  1.5e+09
      new      tiny-opt / mini-sst2 / ft / zo-sgd   1      2.0 KiB    100       200  1.5e+09
      stale    tiny-opt / mini-sst2 / ft / zo-sgd   2      2.0 KiB    100       200  1.5e+09
          the data changed
      skipped  tiny-opt / mini-sst2 / ft / fo-adam  0      2.0 KiB    100       200  1.5e+09
          over\u{a}budget
      retry    tiny-opt / mini-sst2 / ft / fo-adam  1      2.0 KiB    100       200  1.5e+09
          ended before as failed: x

      Total: 5 runs (2 new, 1 retry, 1 stale, 1 skipped); largest forecast 2.0 KiB, 500 \#
      steps, 1000 forwards, 7.5e+09 FLOPs

      """#
    #expect(PlanTable(entries).text == expected)
  }

  @Test func narrowTerminalsGetNumbersBelow() {
    let lines = PlanTable([entry(0, .new)], width: 44).text.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(4) == [
        "state  cell", "new    tiny-opt / mini-sst2 / ft / zo-sgd",
        "    seed 0, forecast 2.0 KiB, steps 100,", "    forwards 200, FLOPs 1.5e+09",
      ])
    #expect(lines.allSatisfy { $0.count <= 44 }, "\(lines)")
  }

  @Test func runSettingsTellApartCellsOfOneName() {
    let entries = [StorageFormat.f32, .bf16].map { weights -> PlanEntry in
      var entry = entry(0, .new)
      entry.cell.cell.run.weights = weights
      return entry
    }
    let text = PlanTable(entries).text
    #expect(text.contains("/ zo-sgd, weights: bf16  0 "))
    #expect(text.contains("/ zo-sgd, weights: f32   0 "))
  }

  @Test func longPlansShowOneRowPerCellAndState() {
    let expected = #"""
      state    cell                                 seed  forecast  steps  forwards    FLOPs
      new      tiny-opt / mini-sst2 / ft / zo-sgd   0-1    2.0 KiB    200       400    3e+09
      stale    tiny-opt / mini-sst2 / ft / zo-sgd   2      2.0 KiB    100       200  1.5e+09
          the data changed
      skipped  tiny-opt / mini-sst2 / ft / fo-adam  0      2.0 KiB    100       200  1.5e+09
          over\u{a}budget
      retry    tiny-opt / mini-sst2 / ft / fo-adam  1      2.0 KiB    100       200  1.5e+09
          ended before as failed: x

      Total: 5 runs (2 new, 1 retry, 1 stale, 1 skipped); largest forecast 2.0 KiB, 500 \#
      steps, 1000 forwards, 7.5e+09 FLOPs

      """#
    #expect(PlanTable(entries, longest: 3).text == expected)
  }

  @Test func machinesReadTheSame() throws {
    let json = PlanTable([entries[2]]).json
    let objects = try JSONDecoder().decode([[String: SettingValue]].self, from: Data(json.utf8))
    let object = try #require(objects.first)
    #expect(
      object.keys.sorted() == [
        "backwardPasses", "cell", "evaluationForecast", "flops", "forecastBytes", "forwardPasses",
        "identity", "name", "reason", "seed", "shares", "state", "steps", "trainingForecast",
      ])
    #expect(object["state"] == .text("stale"))
    #expect(object["reason"] == .text("the data changed"))
    #expect(object["forecastBytes"] == .integer(2048))
    #expect(object["identity"] == .text(entries[2].identity.digest.hex))
    #expect(PlanTable([]).json.filter { !$0.isWhitespace } == "[]")
  }

  /// Examples are beside the forecast, and the parts add up to what a process takes.
  @Test func aProcessIsTheSumOfItsParts() {
    var planned = entry(0, .new)
    planned.training.peaks[.examples] = 3 << 20
    let table = PlanTable([planned], overhead: ResidentOverhead(bytes: 54 << 20))
    #expect(
      table.text.contains(
        "A process takes 54.0 MiB more than its forecast and its examples: the largest 57.0 MiB "
          + "(forecast 2.0 KiB, examples 3.0 MiB), give or take 16.0 MiB\n"), "\(table.text)")
  }

  @Test func emptyPlansSaySo() {
    #expect(PlanTable([]).text == "Nothing is planned.\n")
  }
}
