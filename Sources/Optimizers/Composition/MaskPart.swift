import Vocabulary

/// Where a composed optimizer acts.
struct ComposedMask: Sendable {
  var parameters: any ParameterMask = Everything()
  var step: (any StepMask)?
}

typealias MaskPart = Part<ComposedMask>

/// Settings that several masks have.
enum MaskSettings {
  /// Among which elements the share that is left out is counted.
  enum Group: String, SettingChoice {
    case layer, global
  }
}
