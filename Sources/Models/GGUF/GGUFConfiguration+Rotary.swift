import Foundation
import Notation
import Tensors
import Vocabulary

extension JSON {
  static func string(_ text: String) -> JSON { .string(Array(text.utf8)[...]) }
}

extension GGUFConfiguration.Reader {
  /// Elements of a head where the file says it; all of them must be rotated.
  func headWidth() throws(InputProblem) -> Int? {
    let width = try sizeIfPresent("attention.key_length")
    if let values = try sizeIfPresent("attention.value_length"), let width, values != width {
      throw metadata.problem(
        key("attention.value_length"), "is \(values) where keys have \(width): not supported")
    }
    if let turned = try sizeIfPresent("rope.dimension_count") {
      let shared = try size("embedding_length") / size("attention.head_count")
      let all = width ?? shared
      guard turned == all else {
        throw metadata.problem(
          key("rope.dimension_count"), "is \(turned) where heads have \(all): not supported")
      }
    }
    return width
  }

  /// `rope_theta` and `rope_scaling`.
  func rotary() throws(InputProblem) -> [(String, JSON)] {
    let base = try real("rope.freq_base") ?? .real(10_000)
    var scaling = try linearScaling()
    if let found = try llamaScaling() { scaling = found }
    return [("rope_theta", base), ("rope_scaling", scaling)]
  }

  private func linearScaling() throws(InputProblem) -> JSON {
    let kind = try metadata.text(key("rope.scaling.type")) ?? "none"
    switch kind {
    case "none": return .null
    case "linear":
      let factor = try real("rope.scaling.factor") ?? .real(1)
      return ["rope_type": "linear", "factor": factor]
    default:
      throw metadata.problem(
        key("rope.scaling.type"), "'\(kind)' is not supported (none, linear)")
    }
  }

  /// What LLaMA 3.1 and later do, of which a file has only the factors of the frequencies: they
  /// are made again with that family's constants, and must come out as they are.
  private func llamaScaling() throws(InputProblem) -> JSON? {
    guard let tensor = file.tensors[Self.factors] else { return nil }
    guard tensor.count <= Self.mostFactors else { throw unknownFactors }
    let factors = file.values(of: tensor)
    guard factors.contains(where: { $0 != 1 }) else { return nil }
    let factor = Double(factors.last ?? 1)
    let base = try metadata.real(key("rope.freq_base")) ?? 10_000
    for (place, found) in factors.enumerated() {
      let frequency = pow(base, -Double(place) / Double(factors.count))
      let wanted = Self.factor(frequency, factor)
      guard abs(Double(found) - wanted) <= 1e-4 * wanted else {
        throw unknownFactors
      }
    }
    return [
      "rope_type": "llama3", "factor": .real(factor), "low_freq_factor": .real(Self.band.low),
      "high_freq_factor": .real(Self.band.high),
      "original_max_position_embeddings": .integer(Int(Self.original)),
    ]
  }

  private var unknownFactors: InputProblem {
    InputProblem(
      at: "\(file.url.path): tensor '\(Self.factors)'",
      "is no scaling of LLaMA 3's kind (over \(Int(Self.original)) positions), and no other is "
        + "supported")
  }

  private static let mostFactors = 1 << 16
  private static let band = (low: 1.0, high: 4.0)
  private static let original = 8192.0

  /// By which a frequency is divided (`LlamaModel.generate_extra_tensors` of llama.cpp).
  private static func factor(_ frequency: Double, _ factor: Double) -> Double {
    let turns = original * frequency / (2 * .pi)
    if turns > band.high { return 1 }
    if turns < band.low { return factor }
    let smooth = (turns - band.low) / (band.high - band.low)
    return 1 / ((1 - smooth) / factor + smooth)
  }
}
