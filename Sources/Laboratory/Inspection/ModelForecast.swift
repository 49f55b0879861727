import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Training
import Vocabulary

/// The peak bytes of fine-tuning a model, by scheme and optimizer, at one batch size and length.
package struct ModelForecast: Codable, Sendable {
  /// A scheme of the catalog on the model.
  package struct Scheme: Codable, Sendable {
    package var name: String
    /// Parameters that train.
    package var trainable: Int
    /// How they are stored while they train: the weights' format, or f32 of what a scheme adds.
    package var dtype: String
    /// Empty when the scheme cannot be used, with the reason in `problem`.
    package var optimizers: [Peak]
    /// What a reader should know of how the scheme takes to the model.
    package var notes: [String]
    package var problem: String?
  }

  /// Bytes at the peak of a training step and of an evaluation.
  package struct Peak: Codable, Sendable {
    package var optimizer: String
    package var training: Int
    package var evaluation: Int
    /// How it fits the memory that was asked about, and what it then takes; nil when it fits
    /// whole, or in no way.
    package var division: Division?
    package var dividedBytes: Int?
  }

  /// Examples per step, each with two answers of one token, and their tokens.
  package var batch: Int
  package var length: Int
  /// Storage format of the weights.
  package var weights: StorageFormat
  /// The memory that is asked about, in bytes; nil when none is.
  package var budget: Int?
  package var schemes: [Scheme]

  init(
    _ model: PretrainedModel, batch: Int, length: Int?, weights: StorageFormat, budget: Int? = nil
  ) throws(InputProblem) {
    let longest = model.family.maxPositions
    let length = length ?? min(256, longest)
    guard batch > 0, batch <= 1 << 20 else {
      throw InputProblem(at: "--batch \(batch)", "must be from 1 to \(1 << 20)")
    }
    guard length > 0, length <= longest else {
      throw InputProblem(
        at: "--length \(length)", "must be from 1 to \(longest), the positions of the model")
    }
    self.batch = batch
    self.length = length
    self.weights = weights
    self.budget = budget
    schemes = []
    schemes = SchemeCatalog.all.map { entry in
      // What the optimizers of a scheme have in common is made once, and gone after it.
      scheme(entry, model, length, CellParts(data: nil))
    }
  }

  /// An optimizer that cannot train the scheme's parameters is left out; the scheme has a problem
  /// when none can.
  private func scheme(
    _ entry: any SchemeFamily.Type, _ model: PretrainedModel, _ length: Int, _ parts: CellParts
  ) -> Scheme {
    var scheme = Scheme(name: entry.name, trainable: 0, dtype: "", optimizers: [], notes: [])
    let names =
      entry.usesOptimizer
      ? OptimizerCatalog.all.map { $0.name } : [Component.noOptimizer.name]
    var refusals: [InputProblem] = []
    for name in names {
      do throws(InputProblem) {
        let resolution = try resolution(name, entry.name, model, parts)
        (scheme.trainable, scheme.dtype) = Self.trained(resolution)
        scheme.notes = resolution.network.notes
        if let peak = try peak(name, resolution, length) { scheme.optimizers.append(peak) }
      } catch {
        refusals.append(error)
      }
    }
    if scheme.optimizers.isEmpty { scheme.problem = refusals.first?.description }
    return scheme
  }

  private func resolution(
    _ optimizer: String, _ scheme: String, _ model: PretrainedModel, _ parts: CellParts
  ) throws(InputProblem) -> Resolution {
    var run = RunSettings()
    (run.weights, run.batch) = (weights, batch)
    let cell = Cell(
      model: Component(model.name), task: Component("mini-sst2"), scheme: Component(scheme),
      optimizer: Component(optimizer), run: run)
    return try Resolution(cell, model: model, parts: parts)
  }

  /// Nil for what is not for this format of weights.
  private func peak(
    _ name: String, _ resolution: Resolution, _ length: Int
  ) throws(InputProblem) -> Peak? {
    guard let optimizer = try resolution.suitableOptimizer() else { return nil }
    let forecast = MemoryForecast(resolution, batch: batch, length: length)
    var peak = Peak(
      optimizer: name, training: forecast.training(optimizer).peakBytes,
      evaluation: forecast.evaluation(optimizer).peakBytes)
    if let budget,
      let found = try MemoryForecast.division(
        of: resolution, batch: batch, length: length, budget: budget)
    {
      (peak.division, peak.dividedBytes) = (found.division, found.bytes)
    }
    return peak
  }

  private static func trained(_ resolution: Resolution) -> (count: Int, dtype: String) {
    if resolution.scheme.learning == .probe, let head = resolution.network.probe {
      return (MemoryForecast.answers * head.columns, "f32")
    }
    let (trainable, adapters) = (resolution.trainable, resolution.network.adapters)
    var formats: [String] = []
    if trainable.contains(where: { adapters[$0] == nil }) {
      formats.append(resolution.format.rawValue)
    }
    if trainable.contains(where: { adapters[$0] != nil }), !formats.contains("f32") {
      formats.append("f32")
    }
    return (resolution.trainableCount, formats.joined(separator: ", "))
  }
}
