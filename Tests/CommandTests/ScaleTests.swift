import Foundation
import Testing

/// `zobench scale`: many nodes on paper.
@Suite(.tags(.process)) struct ScaleTests {
  private struct Row: Decodable {
    struct Forecast: Decodable {
      var optimizer: String
      var lanes: Int
    }
    struct Step: Decodable {
      var nodes: Int
      var bytes: Double
      var passes: Double
    }
    var forecast: Forecast
    var steps: [Step]
  }

  @Test func scalarsStaySmallAndGradientsDoNot() throws {
    let result = try Program.run("scale", "tiny-opt", "--json", in: Scratch())
    #expect(result.status == 0, "\(result.err)")
    let rows = try JSONDecoder().decode([Row].self, from: Data(result.out.utf8))
    #expect(rows.map(\.forecast.optimizer) == ["zo-sgd", "fzoo", "es", "fo-adam"])
    #expect(rows[0].forecast.lanes == 2 && rows[3].forecast.lanes == 1)
    for row in rows {
      let steps = row.steps
      #expect(steps.map(\.nodes) == (0...10).map { 1 << $0 })
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.passes >= $1.passes })
      #expect(steps[0].bytes == 0)
    }
    // Two losses of a step on two nodes; gradients of a million parameters.
    #expect(rows[0].steps[1].bytes == 16 && rows[3].steps[1].bytes > 1e6)
  }

  @Test func theTableStatesItsAssumptions() throws {
    let call = ["scale", "tiny-opt", "--optimizers", "zo-sgd", "--network", "10"]
    let result = try Program.run(call + ["--bandwidth", "50"], in: Scratch())
    #expect(result.status == 0 && result.out.contains("the network has 10.0 Gbit/s"))
    #expect(result.out.contains("and 50.0 GB/s in updates"))
    #expect(result.out.contains("optimizer  nodes ") && !result.out.contains("|"))
    #expect(result.out.contains("20 µs"), "\(result.out)")
    let markdown = try Program.run(call + ["--markdown"], in: Scratch())
    #expect(markdown.out.contains("| zo-sgd | 1024 |"), "\(markdown.out)")
    #expect(try Program.run("scale", "absent", in: Scratch()).status == 66)
  }

  /// A size elsewhere, so no rate here.
  @Test func memoryIsNoBandwidth() throws {
    let result = try Program.run("scale", "tiny-opt", "--memory", "8", in: Scratch())
    #expect(result.status == 64 && result.err.contains("--bandwidth"), "\(result.err)")
  }

  @Test(arguments: [("--optimizers", "zo-sdg", "zo-sgd"), ("--task", "mini-sst", "mini-sst2")])
  func aWrongNameIsSaidOfItsOption(_ option: String, _ name: String, _ hint: String) throws {
    let result = try Program.run("scale", "tiny-opt", option, name, in: Scratch())
    #expect(result.status == 65 && result.err.contains("\(option): there is no"), "\(result.err)")
    #expect(result.err.contains(hint), "\(result.err)")
  }
}
