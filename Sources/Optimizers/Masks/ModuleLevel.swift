import Tensors
import Vocabulary

/// Parts of a model at three levels of fineness, read from the names of its parameters.
///
/// What lies outside of the blocks (embeddings, the last norm, a head) is a part per module. Of
/// OPT-1.3B these are 27, 123 and 195 parts, as in ZO-LLM's code.
package enum ModuleLevel: String, Partition, SettingChoice {
  /// Each block of the model.
  case block
  /// In each block: the attention as one, and every other module.
  case attention = "mlp-attn"
  /// Every module with parameters of its own.
  case linear
  /// Every parameter by itself.
  case tensor

  package func parts(of slices: [Slice]) -> [String?] { slices.map(part) }

  private func part(of slice: Slice) -> String {
    switch self {
    case .tensor: return slice.name
    case .linear: return Self.module(of: slice.name)
    case .block, .attention:
      guard let stack = slice.block?.stack else { return Self.module(of: slice.name) }
      let block = stack.isEmpty ? 1 : stack.utf8.count { $0 == Self.dot } + 2
      return Self.leading(self == .block ? block : block + 1, of: slice.name)
    }
  }

  // Names are looked at as bytes: this is done for every parameter of every planned cell.
  private static let dot = UInt8(ascii: ".")

  /// All but the last of the words between dots; the name itself where there is one word.
  private static func module(of name: String) -> String {
    name.utf8.lastIndex(of: dot).map { String(name[..<$0]) } ?? name
  }

  /// The first `count` words between dots, or all there are.
  private static func leading(_ count: Int, of name: String) -> String {
    var left = count
    for index in name.utf8.indices where name.utf8[index] == dot {
      left -= 1
      if left == 0 { return String(name[..<index]) }
    }
    return name
  }
}
