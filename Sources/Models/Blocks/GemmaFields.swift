import Vocabulary

extension ConfigurationFields {
  /// What Gemma 2 and Gemma 3 have in common.
  ///
  /// - Parameters:
  ///   - caps: bounds of scores and of logits where the configuration is silent; 0 is none.
  ///   - isSliding: whether the layer of a number, counted from 0, has a window.
  func gemma(
    maxPositions: Int, caps: (scores: Double, logits: Double), isSliding: (Int) -> Bool
  ) throws(InputProblem) -> RotaryDecoder.Form {
    try refuse("use_bidirectional_attention")
    let scalar = try number("query_pre_attn_scalar", default: 256)
    guard scalar > 0 else {
      throw InputProblem(at: place, "'query_pre_attn_scalar' must be above 0")
    }
    var form = RotaryDecoder.Form(maxPositions: maxPositions, keyHeads: 4, headWidth: 256)
    form.tied = true
    form.inputBias = try flag("attention_bias", default: false)
    form.outputBias = form.inputBias
    form.activation = ("hidden_activation", "gelu_pytorch_tanh")
    form.kinds = try layerKinds(layers(), default: isSliding)
    if !isNull("sliding_window") { form.window = try size("sliding_window", default: 4096) }
    guard form.window > 0 || !form.kinds.contains(.sliding) else {
      throw InputProblem(
        at: place, "'sliding_window' is null, and 'layer_types' has \(LayerKind.sliding.rawValue)")
    }
    form.gemma = RotaryDecoder.Gemma(
      scoreFactor: Float(1 / scalar.squareRoot()),
      scoreCap: try cap("attn_logit_softcapping", default: caps.scores),
      logitCap: try cap("final_logit_softcapping", default: caps.logits))
    return form
  }
}
