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
    let all = try wholeHead()
    if let values = try sizeIfPresent("attention.value_length"), values != all {
      throw metadata.problem(
        key("attention.value_length"), "is \(values) where keys have \(all): not supported")
    }
    if let turned = try sizeIfPresent("rope.dimension_count"), turned != all {
      throw metadata.problem(
        key("rope.dimension_count"), "is \(turned) where heads have \(all): not supported")
    }
    return width
  }

  private func wholeHead() throws(InputProblem) -> Int {
    if let width = try sizeIfPresent("attention.key_length") { return width }
    return try size("embedding_length") / size("attention.head_count")
  }

  /// `rope_theta` and `rope_scaling`.
  func rotary() throws(InputProblem) -> [(String, JSON)] {
    let base = try real("rope.freq_base") ?? .real(10_000)
    let (linear, factors) = (try linearScaling(), try llamaScaling())
    if linear != nil, factors != nil {
      throw metadata.problem(
        key("rope.scaling.type"),
        "is linear, and tensor '\(Self.factors)' scales frequencies as well; convert it again")
    }
    return [("rope_theta", base), ("rope_scaling", factors ?? linear ?? .null)]
  }

  /// As llama.cpp reads it, to which a factor without a type is a linear scaling's.
  private func linearScaling() throws(InputProblem) -> JSON? {
    let name = key("rope.scaling.factor")
    let factor = try scalingFactor()
    guard try metadata.real(key("rope.scaling.attn_factor")) ?? 1 == 1 else {
      throw metadata.problem(
        key("rope.scaling.attn_factor"),
        "other than 1 is not supported; use the model's Hugging Face directory")
    }
    let kind = try metadata.text(key("rope.scaling.type"))
    switch kind {
    case "none":
      guard factor ?? 1 == 1 else {
        throw metadata.problem(
          key("rope.scaling.type"), "is none beside a factor of \(factor ?? 1); convert it again")
      }
      return nil
    case "linear", nil:
      guard let factor else {
        guard kind == nil else {
          throw metadata.problem(name, "is not there, and the type is linear; convert it again")
        }
        return nil
      }
      guard kind != nil || factor != 1 else { return nil }
      return ["rope_type": "linear", "factor": .real(factor)]
    case let other?:
      throw metadata.problem(
        key("rope.scaling.type"), "'\(other)' is not supported (none, linear)")
    }
  }

  /// `rope.scaling.factor`, which old files call `rope.scale_linear`.
  private func scalingFactor() throws(InputProblem) -> Double? {
    let names = ["rope.scaling.factor", "rope.scale_linear"]
    var found: Double?
    for name in names {
      guard case .real(let factor)? = try real(name) else { continue }
      guard factor >= 1 else {
        throw metadata.problem(
          key(name), "is \(factor), where at least 1 is expected; convert it again")
      }
      guard found ?? factor == factor else {
        throw metadata.problem(
          key(name), "is \(factor), and '\(key(names[0]))' is \(found ?? 1); convert it again")
      }
      found = factor
    }
    return found
  }

  /// What LLaMA 3.1 and later do, of which a file has only the factors of the frequencies: they
  /// are made again with that family's constants, and must come out as they are.
  private func llamaScaling() throws(InputProblem) -> JSON? {
    guard let tensor = file.tensors[Self.factors] else { return nil }
    let pairs = try wholeHead() / 2
    guard tensor.shape == [pairs] else {
      throw InputProblem(
        at: "\(file.url.path): tensor '\(Self.factors)'",
        "has shape \(tensor.shape), where heads ask for [\(pairs)]; convert the model again")
    }
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
