import Foundation
import Testing

/// `import-sweep`: wandb sweeps become grids that `plan` reads.
@Suite(.tags(.process)) struct ImportSweepCommandTests {
  private static let sweep = """
    name: sgd
    method: grid
    parameters: { learning_rate: { values: [1.0e-3, 1.0e-4] } }
    command:
      - run.py
      - --model_name=facebook/opt-125m
      - --trainer=zo_sgd
      - --task_name=SST2
      - --surprise=3
    """

  @Test func gridGoesToOutAndFindingsToErr() throws {
    let scratch = try Scratch()
    try scratch.write(Self.sweep, to: "SST2_opt-125m/sgd.yml")
    let result = try Program.run("import-sweep", "SST2_opt-125m/sgd.yml", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.hasPrefix("zobench: 1") || result.out.contains("\nzobench: 1"))
    #expect(result.out.contains("learningRate: [0.001, 0.0001]"), "\(result.out)")
    #expect(result.err.contains("'surprise' has no counterpart"))
    #expect(result.err.contains("1 sweeps read, 0 unreadable, 2 runs in all"), "\(result.err)")
  }

  @Test func aFolderIsReadAndWrittenAsAWhole() throws {
    let scratch = try Scratch()
    try scratch.write(Self.sweep, to: "sweeps/SST2_opt-125m/one/sgd.yml")
    try scratch.write(Self.sweep, to: "sweeps/SST2_opt-125m/two/sgd.yaml")
    try scratch.write("- 1", to: "sweeps/broken.yml")
    let result = try Program.run("import-sweep", "sweeps", "--out", "grids", in: scratch)
    #expect(result.status == 65, "\(result.err)")
    #expect(result.err.contains("2 sweeps read, 1 unreadable, 4 runs in all"))
    #expect(result.err.contains("broken.yml"))
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("grids").path)
    #expect(names.count == 2 && names.allSatisfy { $0.hasSuffix(".grid") }, "\(names)")
  }

  @Test func jsonHasFindingsWithTheirPlaces() throws {
    let scratch = try Scratch()
    try scratch.write(Self.sweep, to: "SST2_opt-125m/sgd.yml")
    let result = try Program.run("import-sweep", "SST2_opt-125m", "--json", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
    let sweep = try #require((fields["sweeps"] as? [[String: Any]])?.first)
    let findings = try #require(sweep["findings"] as? [[String: Any]])
    let surprise = findings.first { ($0["message"] as? String)?.contains("surprise") == true }
    #expect(surprise?["line"] as? Int == 9 && surprise?["severity"] as? String == "note")
    #expect(sweep["runs"] as? Int == 2)
  }

  @Test(arguments: [("- 1", 65), (nil, 66)] as [(String?, Int32)])
  func whatIsNoSweepIsRefused(_ text: String?, _ status: Int32) throws {
    let scratch = try Scratch()
    if let text { try scratch.write(text, to: "sweep.yml") }
    let result = try Program.run("import-sweep", "sweep.yml", in: scratch)
    #expect(result.status == status, "\(result.err)")
    #expect(result.out.isEmpty && result.err.contains("sweep.yml"))
  }
}
