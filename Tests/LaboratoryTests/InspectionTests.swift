import Foundation
import Laboratory
import Models
import Optimizers
import Schemes
import Testing
import Training
import Vocabulary

/// What `inspect` forecasts of a model, and how long it takes.
@Suite("Inspections", .tags(.slow))
struct InspectionTests {
  /// A directory with a configuration alone; the caller removes it.
  private static func configuration(layers: Int) throws -> URL {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-inspection-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let text = """
      {"model_type": "llama", "hidden_size": 64, "intermediate_size": 128, "vocab_size": 320,
       "num_hidden_layers": \(layers), "num_attention_heads": 4, "num_key_value_heads": 2,
       "max_position_embeddings": 128, "rms_norm_eps": 1e-5, "hidden_act": "silu",
       "tie_word_embeddings": false, "bos_token_id": 1, "eos_token_id": 2}
      """
    try Data(text.utf8).write(to: directory.appendingPathComponent("config.json"))
    return directory
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Of this thread alone, in a build without optimization.
  @Test("of a hundred layers take seconds")
  func manyLayersTakeSeconds() throws {
    let directory = try Self.configuration(layers: 104)
    defer { try? FileManager.default.removeItem(at: directory) }
    let start = Self.seconds()
    let inspection = try ModelInspection(
      model: directory.path, batch: 16, length: nil, weights: .f32)
    #expect(Self.seconds() - start < 30)
    #expect(inspection.forecast.schemes.count == SchemeCatalog.all.count)
  }

  @Test("forecast of every method what it takes alone, though methods share their programs")
  func sharedForecasts() throws {
    let directory = try Self.configuration(layers: 2)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = try PretrainedModel(directory.path, complete: false)
    let inspection = try ModelInspection(
      model: directory.path, batch: 3, length: 24, weights: .f32)
    var count = 0
    for scheme in inspection.forecast.schemes where scheme.problem == nil {
      for peak in scheme.optimizers {
        var run = RunSettings()
        (run.weights, run.batch) = (.f32, 3)
        let cell = Cell(
          model: Component(directory.path), task: Component("mini-sst2"),
          scheme: Component(scheme.name), optimizer: Component(peak.optimizer), run: run)
        let alone = try Resolution(cell, model: model, data: nil)
        let optimizer = try #require(try alone.suitableOptimizer())
        let forecast = MemoryForecast(alone, batch: 3, length: 24)
        #expect(forecast.training(optimizer).peakBytes == peak.training, "\(cell.name)")
        #expect(forecast.evaluation(optimizer).peakBytes == peak.evaluation, "\(cell.name)")
        count += 1
      }
    }
    #expect(count > 200)
  }
}
