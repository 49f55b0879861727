import Foundation
import Testing

/// `optimizers` and `diagnose`: what there is, and how good its estimates are.
@Suite(.tags(.process)) struct OptimizerCommandTests {
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
    #expect(result.out.contains("no optimizer state") && !result.out.contains("nothing; no bytes"))
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

  @Test func diagnoseSaysWhoseDistanceItIs() throws {
    let calls = [
      ("zo-sgd(epsilon: 0.5)", "ε = 0.5,"), ("zo-sgd,fzoo(epsilon: 0.5)", "where none is set"),
    ]
    for (optimizers, words) in calls {
      let result = try Program.run(
        "diagnose", "tiny-opt", "--optimizers", optimizers, "--trials", "2", "--batch", "2",
        in: Scratch())
      let text = result.out.replacing("\n", with: " ")
      #expect(result.status == 0 && text.contains(words), "\(result.out)\(result.err)")
    }
  }

  @Test func benchCountsAndRounds() throws {
    let call = ["bench", "--model", "tiny-opt", "--steps", "1", "--batch", "1"]
    let one = try Program.run(call, in: Scratch())
    let words = one.out.replacing("\n", with: " ")
    #expect(one.status == 0 && words.contains(", 1 step "), "\(one.out)\(one.err)")
    let loss = try #require(one.out.firstMatch(of: /initial weights ([0-9.]+)/)?.1)
    let digits = loss.filter(\.isNumber).drop { $0 == "0" }
    #expect(digits.count <= 6, "\(loss)")
    let none = try Program.run(call + ["--optimizer", "none"], in: Scratch())
    #expect(none.status == 65 && none.err.contains("--optimizer: 'none' stands"), "\(none.err)")
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
    (["--task", "none"], 65, "--task: there is no task"),
    (["--optimizers", "zo-sdg"], 65, "--optimizers: there is no optimizer"),
    (["--optimizers", "none"], 65, "name one"),
    (
      ["--epsilon", "0.1", "--optimizers", "fzoo,zo-sgd(epsilon: 0.5)"], 64, "zo-sgd(epsilon: 0.5)"
    ),
    (["--epsilon", "0.1", "--optimizers", "zo-sgd(epsilon: 0.5)"], 64, "--epsilon 0.1"),
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
