import Tensors
import Vocabulary

/// Fields that several families have, with the limits that all of them share.
extension ConfigurationFields {
  /// `num_hidden_layers`, or what the family calls it: at most 1024.
  func layers(_ name: String = "num_hidden_layers") throws(InputProblem) -> Int {
    let layers = try size(name)
    guard layers <= 1024 else {
      throw InputProblem(at: place, "'\(name)' must be at most 1024")
    }
    return layers
  }

  /// Elements of a head when the width is shared out among them.
  func headWidth(
    _ width: Int, heads: Int, _ name: String = "hidden_size"
  ) throws(InputProblem) -> Int {
    guard width % heads == 0 else {
      throw InputProblem(at: place, "'\(name)' \(width) is not a multiple of \(heads) heads")
    }
    return width / heads
  }

  /// The same in a family in which every head has keys of its own.
  ///
  /// - Throws: an `InputProblem` also where a field of other families says something else.
  func plainHeadWidth(
    _ width: Int, heads: Int, _ name: String = "hidden_size"
  ) throws(InputProblem) -> Int {
    let dimension = try headWidth(width, heads: heads, name)
    for (field, own) in [("num_key_value_heads", heads), ("head_dim", dimension)] {
      guard let given = try sizeIfPresent(field), given != own else { continue }
      throw InputProblem(
        at: place,
        "'\(field)' \(given) is not supported in this family, which has \(own); remove it, or "
          + "correct 'model_type'")
    }
    return dimension
  }

  /// `num_key_value_heads`, of which every one serves as many queries.
  ///
  /// - Parameter fallback: as many where there is no such field; nil is as many as query heads.
  func keyHeads(heads: Int, default fallback: Int?) throws(InputProblem) -> Int {
    // Null has always meant as many as query heads, whatever the family's default.
    let other = isNull("num_key_value_heads") ? heads : fallback ?? heads
    let keyHeads = try size("num_key_value_heads", default: other)
    guard heads % keyHeads == 0 else {
      throw InputProblem(
        at: place,
        "'num_attention_heads' \(heads) is not a multiple of 'num_key_value_heads' \(keyHeads)")
    }
    return keyHeads
  }

  /// A bound that is approached: above 0, or 0 where the field is null.
  func cap(_ name: String, default fallback: Double) throws(InputProblem) -> Float {
    if isNull(name) { return 0 }
    let given = try number(name, default: .infinity)
    guard given < .infinity else { return Float(fallback) }
    guard Float(given) > 0, Float(given).isFinite else {
      throw InputProblem(at: place, "'\(name)' must be above 0")
    }
    return Float(given)
  }

  /// What a normalization adds to the variance: above 0, at most 1.
  func epsilon(_ name: String, default fallback: Double) throws(InputProblem) -> Float {
    let epsilon = try number(name, default: fallback)
    guard Float(epsilon) > 0, epsilon <= 1 else {
      throw InputProblem(at: place, "'\(name)' must be above 0 and at most 1")
    }
    return Float(epsilon)
  }

  /// An activation function by any of the names that transformers has for it.
  func activation(_ name: String, default fallback: String) throws(InputProblem) -> Activation {
    let function = try text(name, default: fallback)
    switch function {
    case "relu": return .relu
    case "gelu", "gelu_python": return .gelu
    case "gelu_new", "gelu_pytorch_tanh": return .geluTanh
    case "silu", "swish": return .silu
    case "tanh": return .tanh
    default:
      throw InputProblem(
        at: place, "'\(name)' \(function) is not supported (relu, gelu, gelu_new, silu, tanh)")
    }
  }

  /// Whether `architectures` names a class of transformers with one of these endings, as
  /// `ForMaskedLM`, or names nothing.
  func architecture(endsWith endings: String...) throws(InputProblem) -> Bool {
    guard let names = try texts("architectures"), !names.isEmpty else { return true }
    return names.contains { name in endings.contains { name.hasSuffix($0) } }
  }

  /// - Parameter type: the family that `model_type` names.
  /// - Throws: an `InputProblem` when `architectures` names a class of another family.
  func requireArchitectures(of type: any ModelFamily.Type) throws(InputProblem) {
    // A class of the family is its name with one of these behind it: Qwen2MoeForCausalLM is none.
    let kinds = ["for", "lmhead", "doubleheads", "pretrainedmodel", "textmodel", "model"]
    // The first files of LLaMA say LLaMAForCausalLM.
    let prefix = type.classPrefix.lowercased()
    for name in try texts("architectures") ?? [] {
      let other = name.lowercased()
      guard !kinds.contains(where: { other.hasPrefix(prefix + $0) }) else { continue }
      throw InputProblem(
        at: place,
        "'architectures' names \(name), and 'model_type' \(type.modelType) has classes such as "
          + "\(type.classPrefix)Model; correct the one that is wrong")
    }
  }

  /// - Throws: an `InputProblem` for what transformers lets every configuration say and no family
  ///   computes, and for weights that are said to be of two formats.
  func requirePlain() throws(InputProblem) {
    try refuse("is_encoder_decoder", "add_cross_attention")
    guard !stated.contains("pruned_heads") else {
      throw InputProblem(
        at: place, "'pruned_heads' is not supported; use the model as it was before it was pruned")
    }
    // Before 5.x the field had the other name, and both have stood with a module in front.
    let formats = try ["dtype", "torch_dtype"].map { name throws(InputProblem) in
      try text(name, default: "").replacing("torch.", with: "")
    }
    guard formats.contains("") || formats[0] == formats[1] else {
      throw InputProblem(
        at: place, "'dtype' is \(formats[0]), and 'torch_dtype' \(formats[1]); keep one")
    }
  }

  /// - Throws: an `InputProblem` when a flag that changes the computation is set.
  func refuse(_ flags: String...) throws(InputProblem) {
    for name in flags where try flag(name, default: false) {
      throw InputProblem(at: place, "'\(name)' true is not supported")
    }
  }
}
