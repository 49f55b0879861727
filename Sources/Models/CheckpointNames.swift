import Foundation
import Tensors
import Vocabulary

/// Which tensors of a checkpoint are which parameters of a family.
///
/// Every tensor is accounted for: a parameter, a second copy of one with the same bytes, or
/// something that the family declares it has no use for. Anything else means that configuration and
/// checkpoint are of different models, whose results would be numbers of neither.
struct CheckpointNames {
  private let family: any ModelFamily

  init(_ family: any ModelFamily) { self.family = family }

  /// What a parameter may be called, the family's own name first.
  func names(of slice: Slice) -> [String] {
    let own = [slice.name] + family.tied(to: slice.name)
    return own.flatMap { [$0] + family.aliases(of: $0) }
  }

  /// - Throws: `InputProblem` that names the tensors that contradict the configuration.
  func check(_ checkpoint: Checkpoint) throws(InputProblem) {
    var left = Set(checkpoint.names)
    for slice in family.layout.slices {
      let found = names(of: slice).filter { left.remove($0) != nil }
      for other in found.dropFirst() where !isSame(found[0], other, in: checkpoint) {
        throw problem(
          other, checkpoint,
          "has other values than '\(found[0])', which config.json says is the same parameter; set "
            + "'tie_word_embeddings' to false, or remove one of them")
      }
    }
    left = left.filter { name in
      !family.unread.contains {
        $0.hasSuffix(".") ? name.hasPrefix($0) : name == $0 || name.hasSuffix("." + $0)
      }
    }
    guard let first = left.min() else { return }
    let rest = left.count > 1 ? " (and \(left.count - 1) more)" : ""
    throw problem(
      first, checkpoint,
      "has no place in the model that config.json describes\(rest); they are of different models, "
        + "or config.json was changed")
  }

  private func isSame(_ name: String, _ other: String, in checkpoint: Checkpoint) -> Bool {
    guard let one = checkpoint.tensor(named: name), let two = checkpoint.tensor(named: other)
    else { return true }
    defer {
      checkpoint.forget(one)
      checkpoint.forget(two)
    }
    return checkpoint.isSame(one, two)
  }

  private func problem(
    _ tensor: String, _ checkpoint: Checkpoint, _ message: String
  ) -> InputProblem {
    InputProblem(
      at: "\(checkpoint.directory.path(percentEncoded: false)): tensor '\(tensor)'", message)
  }
}
