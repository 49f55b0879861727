import Tensors
import Vocabulary

/// Parts of a model at three levels of fineness, read from the names of its parameters.
///
/// What lies outside of the blocks (embeddings, the last norm, a head) is a part per module. Of
/// OPT-1.3B these are 27, 123 and 195 parts, as in ZO-LLM's code.
public enum ModuleLevel: String, Partition, SettingChoice {
  /// Each block of the model.
  case block
  /// In each block: the attention as one, and every other module.
  case attention = "mlp-attn"
  /// Every module with parameters of its own.
  case linear
  /// Every parameter by itself.
  case tensor

  public func parts(of slices: [Slice]) -> [String?] { slices.map(part) }

  private func part(of slice: Slice) -> String {
    let module = slice.name.split(separator: ".").dropLast().joined(separator: ".")
    switch self {
    case .tensor: return slice.name
    case .linear: return module.isEmpty ? slice.name : module
    case .block, .attention:
      guard let block = slice.block else { return module.isEmpty ? slice.name : module }
      let prefix = (block.stack.isEmpty ? [] : block.stack.split(separator: ".")).count + 1
      let parts = slice.name.split(separator: ".")
      let kept = self == .block ? prefix : min(prefix + 1, parts.count)
      return parts.prefix(kept).joined(separator: ".")
    }
  }
}
