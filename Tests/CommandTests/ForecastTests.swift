import Foundation
import Testing

/// Forecasts of models that this machine could not hold.
@Suite(.tags(.process)) struct ForecastTests {
  @Test func opt13BIsForecastFromItsConfigurationAlone() throws {
    let scratch = try Scratch()
    try scratch.write(Self.configuration, to: "opt-13b/config.json")
    try scratch.write(Self.grid, to: "large.grid")
    let result = try Program.run("plan", "large.grid", "--json", in: scratch)
    #expect(result.status == 0, "\(result.err)")
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [[String: Any]])
    let peaks = try entries.map { try #require($0["forecastBytes"] as? Int) }
    try #require(peaks.count == 3)
    let weights = 4 * Self.parameters
    // Gradients and two moments of float32, and what a step holds beside them.
    #expect((2 * weights..<3 * weights).contains(peaks[0]), "fo-sgd \(peaks[0])")
    #expect((4 * weights..<5 * weights).contains(peaks[1]), "fo-adam \(peaks[1])")
    #expect((weights..<weights + weights / 20).contains(peaks[2]), "zo-sgd \(peaks[2])")
  }

  @Test func theTextTableShowsTheForecast() throws {
    let scratch = try Scratch()
    try scratch.write(Self.configuration, to: "opt-13b/config.json")
    try scratch.write(Self.grid, to: "large.grid")
    let result = try Program.run("plan", "large.grid", in: scratch)
    for name in ["fo-sgd", "fo-adam", "zo-sgd"] {
      let line = result.out.split(separator: "\n").first { $0.contains(name) }
      #expect(line?.contains("GiB") == true, "\(name)")
    }
    #expect(result.out.contains("3 runs (3 new)"))
  }

  /// Three steps of each kind of cell are run for it, and nothing is stored.
  @Test func calibrationForecastsSeconds() throws {
    let scratch = try Scratch()
    let (short, long) = (SmallGrid.zerothOrder, "zo-sgd: { learningRate: 1e-4, steps: 2400 }")
    try scratch.write(SmallGrid.text(short, long), to: "small.grid")
    func seconds(_ options: String...) throws -> [Double?] {
      let arguments = ["plan", "small.grid", "--json"] + options
      let result = try RunningProgram(arguments, in: scratch).finish()
      #expect(result.status == 0, "\(result.err)")
      let entries = try JSONSerialization.jsonObject(with: Data(result.out.utf8))
      return try #require(entries as? [[String: Any]]).map { $0["seconds"] as? Double }
    }
    #expect(try seconds() == [nil, nil])
    let (few, many) = try { ($0[0] ?? 0, $0[1] ?? 0) }(seconds("--calibrate"))
    #expect(few > 0 && many > 2 * few, "\(few), \(many)")
    let table = try Program.run("plan", "small.grid", "--calibrate", "--jobs", "2", in: scratch)
    #expect(table.out.contains(" time"), "\(table.out)")
    #expect(throws: (any Error).self) { try scratch.data("results.sqlite") }
  }

  /// Parameters of OPT-13B: embeddings, forty blocks, the last normalization.
  private static let parameters =
    50272 * 5120 + 2050 * 5120
    + 40 * (4 * (5120 * 5120 + 5120) + 2 * 5120 * 20480 + 20480 + 5120 + 4 * 5120) + 2 * 5120

  private static let configuration = """
    {
      "model_type": "opt", "hidden_size": 5120, "num_hidden_layers": 40,
      "num_attention_heads": 40, "ffn_dim": 20480, "vocab_size": 50272,
      "max_position_embeddings": 2048, "word_embed_proj_dim": 5120,
      "do_layer_norm_before": true, "activation_function": "relu"
    }
    """

  private static let grid = """
    zobench: 1
    name: large
    models: [opt-13b]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers: [fo-sgd, fo-adam, zo-sgd]
    seeds: [0]
    defaults: { batch: 16, steps: 10, evaluations: 1, train: 64, dev: 16, test: 32 }
    """
}
