import Foundation
import Models
import Schemes
import Tensors
import Tokenizers
import Vocabulary

/// What can be known of a model without running it; its weights need not be there.
package struct ModelInspection: Codable, Sendable {
  /// A parameter, or the whole tensor that the checkpoint has under its name.
  package struct Parameter: Codable, Sendable {
    package var name: String
    /// The name with `*` for the number of the block.
    package var pattern: String
    package var kind: String
    package var shape: [Int]
    /// As the checkpoint stores it, `BF16`; nil without weights.
    package var dtype: String?
    package var count: Int
  }

  /// What turns text into ids.
  package struct KnownComponents: Codable, Sendable {
    /// `BPE`, `WordPiece`, …: the algorithm, as the tokenizer's file names it.
    package var kind: String
    package var size: Int
  }

  package var name: String
  package var path: String
  package var family: String
  package var parameters: Int
  package var positions: Int
  package var vocabularySize: Int
  package var tokenizer: KnownComponents?
  package var hasWeights: Bool
  /// The plain fields of `config.json`.
  package var configuration: [String: SettingValue]
  package var parametersByKind: [String: Int]
  package var tensors: [Parameter]
  package var forecast: ModelForecast

  /// - Parameters:
  ///   - name: an embedded model, a directory, a GGUF file, or a model of the Hugging Face cache.
  ///   - batch: examples per training step.
  ///   - length: tokens of each; nil is 256, or what the model has if that is less.
  ///   - weights: the storage format that is forecast.
  ///   - budget: bytes that steps are divided to fit into; nil leaves them whole.
  /// - Throws: `InputProblem` for a configuration or a length that cannot be used.
  package init(
    model name: String, batch: Int, length: Int?, weights: StorageFormat, budget: Int? = nil
  ) throws {
    let model = try PretrainedModel(name, complete: false)
    let slices = model.family.layout.slices
    self.name = name
    path = model.directory.path
    family = type(of: model.family).modelType
    parameters = model.family.layout.count
    positions = model.family.maxPositions
    vocabularySize = model.family.vocabularySize
    tokenizer = Self.vocabulary(of: model)
    hasWeights = model.checkpoint != nil
    configuration = Self.plainFields(of: model)
    parametersByKind = slices.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += $1.count }
    tensors = slices.map { Parameter($0, of: model) }
    forecast = try ModelForecast(
      model, batch: batch, length: length, weights: weights, budget: budget)
  }

  private static func vocabulary(of model: PretrainedModel) -> KnownComponents? {
    guard let tokenizer = model.tokenizer else { return nil }
    return KnownComponents(kind: tokenizer.algorithm, size: tokenizer.vocabularySize)
  }

  private static func plainFields(of model: PretrainedModel) -> [String: SettingValue] {
    guard let data = try? model.files.data("config.json"),
      let fields = try? JSONDecoder().decode([String: SettingValue?].self, from: data)
    else { return [:] }
    return fields.compactMapValues { $0 }.filter { _, value in
      switch value {
      case .list, .map: false
      case .boolean, .integer, .number, .text: true
      }
    }
  }
}

extension ModelInspection.Parameter {
  init(_ slice: Slice, of model: PretrainedModel) {
    let stored = model.stored(slice)
    name = slice.name
    pattern = Self.pattern(of: slice)
    kind = slice.kind.rawValue
    shape = stored?.shape ?? (slice.rows == 1 ? [slice.columns] : [slice.rows, slice.columns])
    dtype = stored?.dtype
    count = slice.count
  }

  private static func pattern(of slice: Slice) -> String {
    guard let block = slice.block else { return slice.name }
    return "\(block.stack).*" + slice.name.dropFirst("\(block.stack).\(block.number)".count)
  }
}
