import Tensors
import Vocabulary

extension Iterate {
  /// Whether `blocks` are all that steps leave behind beside the weights.
  ///
  /// Masks, anchors and directions with a state are not among them; the step log brings those back.
  public var isKeptByBlocks: Bool {
    active == nil && optimizer.anchoring == nil && (optimizer.recipe?.isStateless ?? true)
      && beside.allSatisfy { $0.isKeptByBlocks }
  }

  /// What the rules and estimators keep, here and beside, to be written to a checkpoint, changes of
  /// outputs after the rest.
  public var blocks: [WeightView] {
    let kept = changes.byteCount > 0 ? [changes.weights(.f32)] : []
    return [state.weights(.f32)] + kept + beside.flatMap(\.blocks)
  }

  /// The root mean square of the last step's change per trained element; nil when not measured.
  ///
  /// What goes past the update rules is not in it.
  public var updateRMS: Float? {
    squares.map { Float(($0 / Double(max(space.count, 1))).squareRoot()) }
  }
}
