import Foundation
import Testing

/// `optimizers` and `diagnose`: what there is, and how good its estimates are.
@Suite struct OptimizerCommandTests {
  @Test func optimizersTellsInEightyColumns() throws {
    let scratch = try Scratch()
    let result = try Program.run("optimizers", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    for word in [
      "zo-sgd: ", "arXiv:2305.17333", "2 forwards per step", "unconfirmed", "by trace",
      "warmUp",
    ] {
      #expect(result.out.contains(word), "\(word)")
    }
    for line in result.out.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func optimizersIsAnArrayInJSON() throws {
    let scratch = try Scratch()
    let result = try Program.run("optimizers", "--model", "tiny-llama", "--json", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [[String: Any]])
    let adam = try #require(entries.first { $0["name"] as? String == "fo-adam" })
    #expect(adam["stateBytes"] as? Int ?? 0 > 100_000 && adam["backwards"] as? Int == 1)
    #expect((adam["settings"] as? [String: Any])?["learningRate"] as? Double == 1e-4)
    let hybrid = try #require(entries.first { $0["name"] as? String == "zo-fo-hybrid" })
    let status = [hybrid, adam].map {
      ($0["provenance"] as? [String: Any])?["status"] as? [String: Any]
    }
    #expect(status[0]?["unconfirmed"] is String)
    #expect(status[1]?["confirmedBy"] as? String == "official code")
  }

  @Test func diagnoseTakesSettingsAsReportsShowThem() throws {
    let scratch = try Scratch()
    let list =
      #"zo-sgd, mezo-gv(candidates: 3, share: 0.4),"#
      + #"compose(estimator: {"leave-one-out": {"queries": 4}})"#
    let result = try Program.run(
      "diagnose", "tiny-opt", "--task", "mini-sst2", "--optimizers", list, "--trials", "4",
      "--batch", "2", "--json", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
    let estimators = try #require(fields["estimators"] as? [[String: Any]])
    #expect(estimators.map { $0["forwards"] as? Int } == [2, 5, 4])
    #expect(estimators[2]["expectedAlignment"] as? Double == 0.75)
    #expect(fields["parameters"] as? Int ?? 0 > 100_000)
  }

  @Test func diagnoseTellsInEightyColumns() throws {
    let scratch = try Scratch()
    let result = try Program.run(
      "diagnose", "tiny-opt", "--trials", "2", "--batch", "2", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.contains("mezo-gv(candidates: 16)") && result.out.contains("theory"))
    for line in result.out.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: [
    (["--optimizers", "zo-sdg"], 65, "zo-sgd"), (["--optimizers", "zo-sgd("], 64, "zo-sgd("),
    (["--optimizers", "zo-sgd,"], 64, "zo-sgd,"), (["--trials", "1"], 64, "--trials"),
    (["--epsilon", "0"], 64, "--epsilon"), (["--scheme", "icl"], 65, "icl"),
    (["--task", "none"], 65, "none"),
  ])
  func whatCannotBeDiagnosedIsRefused(
    _ options: [String], _ status: Int32, _ word: String
  ) throws {
    let scratch = try Scratch()
    let running = try RunningProgram(["diagnose", "tiny-opt"] + options, in: scratch)
    let result = running.finish()
    #expect(result.status == status, "\(result.err)")
    #expect(result.err.contains(word), "\(result.err)")
  }
}
