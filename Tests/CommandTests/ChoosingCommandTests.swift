import Foundation
import Testing

/// `list`, `advise` and `bench`: what there is, what fits, what it costs.
@Suite(.tags(.process)) struct ChoosingCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func listShowsOneAxisWithDefaults() throws {
    let result = try Program.run("list", "optimizer", in: Scratch())
    #expect(result.status == 0, "\(result.err)")
    #expect(result.out.hasPrefix("optimizers\n"))
    #expect(result.out.contains("  zo-sgd: ") && result.out.contains("      epsilon: 0.001 ("))
    #expect(!result.out.contains("mini-sst2"))
    #expect(try Program.run("list", "optimiser", in: Scratch()).status == 64)
  }

  /// Peaks are forecasts: what does not fit is shown only on demand.
  @Test func adviseShowsWhatFits() throws {
    func ways(_ memory: String, _ options: String...) throws -> [[String: Any]] {
      let arguments = [
        "--memory", memory, "--model", "tiny-opt", "--schemes", "ft", "--weights", "f32", "--json",
      ]
      let result = try Program.run(["advise"] + arguments + options, in: Scratch())
      #expect(result.status == 0, "\(result.err)")
      return try #require(try object(result.out)["ways"] as? [[String: Any]])
    }
    let few = try ways("8MiB")
    for way in few {
      let least = try #require(way["leastBytes"] as? Int)
      let whole = try #require(way["undividedBytes"] as? Int)
      #expect(least <= whole)
    }
    // What a way needs at least does not depend on the memory that is asked about.
    let bytes = { (ways: [[String: Any]]) in
      Dictionary(
        uniqueKeysWithValues: ways.compactMap { way in
          (way["optimizer"] as? String).map { ($0, way["leastBytes"] as? Int) }
        })
    }
    #expect(try bytes(few) == bytes(ways("4MiB", "--only", "scheme=ft")))
    #expect(few.contains { $0["optimizer"] as? String == "zo-sgd" })
    for way in few {
      let fits = way["forecastBytes"] as? Int ?? .max <= 8 << 20
      #expect(way["fits"] as? Bool == fits)
    }
    #expect(
      few.contains { $0["optimizer"] as? String == "fo-adam" && $0["fits"] as? Bool == false })
  }

  @Test func benchTimesTheStepsOfACell() throws {
    let result = try Program.run(
      "bench", "--model", "tiny-opt", "--batch", "4", "--steps", "2", "--threads", "1", "--json",
      in: Scratch())
    #expect(result.status == 0, "\(result.err)")
    let fields = try object(result.out)
    for name in ["stepSeconds", "bareForwardSeconds", "updateSeconds", "floorSeconds"] {
      #expect(fields[name] as? Double ?? 0 > 0, "\(name)")
    }
    #expect(fields["ledgerPeakBytes"] as? Int == fields["forecastBytes"] as? Int)
    #expect(fields["roofs"] == nil)
    #expect(try Program.run("bench", "--model", "none-such", in: Scratch()).status == 66)
  }

  @Test func benchDrawsWhatItMeasuresBelowTheRoofs() throws {
    let scratch = try Scratch()
    let call = ["bench", "--model", "tiny-opt", "--batch", "4", "--steps", "2"]
    let result = try Program.run(call + ["--json", "--roofline", "roof.svg"], in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let fields = try object(result.out)
    let roofs = try #require(fields["roofs"] as? [String: Double])
    #expect(roofs["gflops"] ?? 0 > 0 && roofs["gigabytesPerSecond"] ?? 0 > 0)
    let operations = try #require(fields["operations"] as? [[String: Any]])
    let svg = String(decoding: try scratch.data("roof.svg"), as: UTF8.self)
    #expect(svg.contains(">step 100 %</text>"))
    for operation in operations {
      let name = try #require(operation["operation"] as? String)
      #expect(svg.contains(name), "\(name)")
      let hasProducts = operation["flops"] as? Double ?? 0 > 0
      #expect((operation["gflops"] != nil) == hasProducts, "\(name)")
      #expect((operation["intensity"] != nil) == hasProducts, "\(name)")
    }
    let text = try Program.run(call + ["--roofs"], in: scratch)
    #expect(text.status == 0 && text.out.contains("FLOP/byte") && text.out.contains("roofs: "))
    #expect(text.out.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.out)")
  }
}
