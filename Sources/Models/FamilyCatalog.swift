import Tensors
import Vocabulary

/// The model families, found by `model_type`.
package enum FamilyCatalog {
  package static let all: [any ModelFamily.Type] = [
    BERT.self, Gemma2.self, Gemma3.self, GPT2.self, GPTNeoX.self, LLaMA.self, Mistral.self,
    OPT.self, Phi.self, Qwen2.self, Qwen3.self, RoBERTa.self,
  ]

  /// The family that a configuration names.
  package static func family(
    _ fields: ConfigurationFields
  ) throws(InputProblem) -> any ModelFamily {
    let name = try fields.text("model_type")
    guard let type = all.first(where: { $0.modelType == name }) else {
      let known = all.map { $0.modelType }.joined(separator: ", ")
      throw InputProblem(at: fields.place, "'model_type' \(name) is not supported (\(known))")
    }
    guard try fields.object("quantization_config") == nil else {
      throw InputProblem(
        at: fields.place, "'quantization_config': quantized weights are not supported")
    }
    try fields.requireArchitectures(of: type)
    try fields.requirePlain()
    let family = try type.init(fields)
    guard family.layout.count <= largestCount else {
      throw InputProblem(
        at: fields.place, "describes a model of more than \(largestCount) parameters")
    }
    return family
  }

  /// Keeps every sum of bytes over weights, gradients and optimizer state in range.
  private static let largestCount = 1 << 44
}
