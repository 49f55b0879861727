import Foundation
import Testing

/// Tasks that a user's file defines, through the program.
@Suite(.tags(.process)) struct DefinedTaskTests {
  private let builtIn = PackageRoot.url.appendingPathComponent("Grids/tasks/sst2.yaml")

  /// A data directory with a few rows of our own in SST-2's form.
  private func data(in scratch: Scratch) throws {
    let rows = [" a fine film  \t1", "dull\t0", "warm and wise .\t1", "no jokes\t0", "slow\t0"]
    for part in ["train", "dev"] {
      try scratch.write(
        "sentence\tlabel\n" + rows.joined(separator: "\n") + "\n", to: "data/SST-2/\(part).tsv")
    }
    try scratch.write(try Data(contentsOf: builtIn), to: "sst2.yaml")
  }

  private func shown(_ task: String, _ template: Int, in scratch: Scratch) throws -> NSDictionary {
    let result = try Program.run(
      "tasks", "show", task, "--data", "data", "--json", "--limit", "5", "--set",
      "template=\(template)", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let json = try JSONSerialization.jsonObject(with: Data(result.out.utf8))
    return try #require(json as? NSDictionary)
  }

  @Test(arguments: [0, 1])
  func theFileAgreesWithTheBuiltInTask(template: Int) throws {
    let scratch = try Scratch()
    try data(in: scratch)
    let (file, own) = try (
      shown("sst2.yaml", template, in: scratch), shown("sst2", template, in: scratch)
    )
    for key in ["examples", "parts", "objective", "metric"] {
      #expect(file[key] as? NSObject == own[key] as? NSObject, "\(key)")
    }
    #expect((file["examples"] as? [Any])?.count == 5)
  }

  @Test func bothGiveTheSameScoresAndAreDifferentRuns() throws {
    let scratch = try Scratch()
    try data(in: scratch)
    try scratch.write(
      """
      zobench: 1
      models: [tiny-opt, tiny-roberta]
      tasks: [sst2, { file: sst2.yaml }]
      schemes: [zero-shot]
      optimizers: [zo-sgd]
      seeds: [0]
      data: data
      defaults: { train: 3, dev: 2, test: 5 }

      """, to: "own.grid")
    let run = try Program.run("run", "own.grid", "--db", "r.sqlite", "-q", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    // Both parts of the data are the same five rows, and only a user's own task says so.
    let twice = run.err.split(separator: "\n").filter { $0.contains("5 of 5 test texts are") }
    #expect(twice.count == 2, "\(run.err)")
    let report = try StoredReport(of: "r.sqlite", in: scratch)
    for model in ["tiny-opt", "tiny-roberta"] {
      let scores = report.accuracies(ofModel: model)
      #expect(scores["sst2"] != nil && scores["sst2"] == scores["sst2-file"] && scores.count == 2)
    }
    let again = try Program.run("run", "own.grid", "--db", "r.sqlite", in: scratch)
    #expect(again.err.contains("0 of 4 runs to do"))
    let yaml = try String(contentsOf: builtIn, encoding: .utf8)
    try scratch.write(yaml.replacing("It was", with: "This is"), to: "sst2.yaml")
    let changed = try Program.run("plan", "own.grid", "--db", "r.sqlite", "--json", in: scratch)
    #expect(changed.out.matches(of: /"new"/).count == 2, "\(changed.out)")
  }

  @Test func mistakesAreLocated() throws {
    let scratch = try Scratch()
    try data(in: scratch)
    let yaml = try String(contentsOf: builtIn, encoding: .utf8)
    try scratch.write(
      yaml.replacing("shotFolder", with: "shotFoldr").replacing("strip", with: "strp"),
      to: "sst2.yaml")
    let result = try Program.run("tasks", "show", "sst2.yaml", "--data", "data", in: scratch)
    #expect(result.status == 65)
    #expect(result.err.contains("sst2.yaml:10:3: files.shotFoldr: there is no key 'shotFoldr'"))
    let missing = try Program.run("tasks", "show", "none.yaml", in: scratch)
    #expect(missing.status == 66)
  }
}
