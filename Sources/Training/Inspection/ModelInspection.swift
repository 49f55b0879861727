import Experiments
import Foundation
import Models
import Schemes
import Tensors
import Tokenizers

/// What can be known of a model without running it; its weights need not be there.
public struct ModelInspection: Codable, Sendable {
  /// A parameter, or the whole tensor that the checkpoint has under its name.
  public struct Parameter: Codable, Sendable {
    public var name: String
    /// The name with `*` for the number of the block.
    public var pattern: String
    public var kind: String
    public var shape: [Int]
    /// As the checkpoint stores it, `BF16`; nil without weights.
    public var dtype: String?
    public var count: Int
  }

  /// What turns text into ids.
  public struct Vocabulary: Codable, Sendable {
    /// `BPE`, `WordPiece`, …: the algorithm, as the tokenizer's file names it.
    public var kind: String
    public var size: Int
  }

  public var name: String
  public var path: String
  public var family: String
  public var parameters: Int
  public var positions: Int
  public var vocabularySize: Int
  public var tokenizer: Vocabulary?
  public var hasWeights: Bool
  /// The plain fields of `config.json`.
  public var configuration: [String: SettingValue]
  public var parametersByKind: [String: Int]
  public var tensors: [Parameter]
  public var forecast: ModelForecast

  /// - Parameters:
  ///   - name: an embedded model, a directory, or a model of the Hugging Face cache.
  ///   - batch: examples per training step.
  ///   - length: tokens of each; nil is 256, or what the model has if that is less.
  ///   - weights: the storage format that is forecast.
  /// - Throws: `InputProblem` for a configuration or a length that cannot be used.
  public init(model name: String, batch: Int, length: Int?, weights: String) throws {
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
    configuration = Self.plainFields(in: model.directory)
    parametersByKind = slices.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += $1.count }
    tensors = slices.map { Parameter($0, of: model) }
    forecast = try ModelForecast(model, batch: batch, length: length, weights: weights)
  }

  private static func vocabulary(of model: PretrainedModel) -> Vocabulary? {
    guard let tokenizer = model.tokenizer else { return nil }
    return Vocabulary(kind: tokenizer.algorithm, size: tokenizer.vocabularySize)
  }

  private static func plainFields(in directory: URL) -> [String: SettingValue] {
    let file = directory.appendingPathComponent("config.json")
    guard let data = try? Data(contentsOf: file),
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
