import Tensors
import Vocabulary

/// Where in the trained parameters a step acts, drawn anew as the run goes on.
public protocol StepMask: Sendable {
  /// Whether single elements are masked, which takes a bit for each.
  var isElementwise: Bool { get }
  /// Whether it is drawn by what linear layers are given, which takes a pass at the weights.
  var observesInputs: Bool { get }
  /// Before which steps the mask is drawn.
  var cadence: Cadence { get }
  /// Draws the mask.
  func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore)
}

extension StepMask {
  /// Activations play no part.
  public var observesInputs: Bool { false }

  /// What it needs of other parts, and why.
  var needs: [Need] {
    guard observesInputs else { return [] }
    return [Need(.activations, "one that needs no activations: only probes show them")]
  }
}

/// The parameters and elements that are active at present.
public final class ActiveSet {
  /// The parameters that are trained.
  public let space: TrainedSpace
  /// Indices of the slices in which anything is active.
  public var slices: Set<Int>
  /// One bit per trained element, in the order of the space; nil when slices are masked whole.
  public let bits: Bitmap?
  /// What linear layers were given, when the mask is drawn by it.
  let inputs: InputNorms?
  /// The largest magnitude of a slice's small elements, by its index, when that is decided once.
  var thresholds: [Int: Float] = [:]
  /// The share of each slice that is masked, by its index, when that is decided once.
  var shares: [Int: Double] = [:]

  init(_ space: TrainedSpace, _ mask: any StepMask, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    slices = space.admitted
    bits = mask.isElementwise ? try Bitmap(count: space.count, ledger: ledger) : nil
    inputs = mask.observesInputs ? try InputNorms(space, ledger: ledger) : nil
  }

  static func blueprint(_ space: TrainedSpace, _ mask: any StepMask) -> Blueprint {
    (mask.isElementwise ? [Bitmap.block(space.count)] : [])
      + (mask.observesInputs ? InputNorms.blueprint(space) : [])
  }

  /// Makes masked elements of a chunk zero; the chunk begins at element `start` of `slice`.
  func keep(_ chunk: FloatView, of slice: Slice, from start: Int) {
    guard slices.contains(slice.index) else { return Kernels.fill(chunk, 0) }
    bits?.keep(chunk, from: space.start(of: slice) + start)
  }
}

/// Leaves out a random subset of the blocks in each step (LeZO, arXiv:2410.09823).
///
/// ⌊ρ·B + ½⌋ of the B blocks are dropped; what lies outside of the blocks is always active.
package struct LayerDropout: StepMask {
  /// ρ: the share of the blocks that is dropped.
  package var ratio: Double
  /// A mask that leaves out this share of the blocks.
  package init(_ ratio: Double) { self.ratio = ratio }

  package var isElementwise: Bool { false }

  package var cadence: Cadence { .every(1) }

  package func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    var blocks: [Slice.Block] = []
    for slice in mask.space.slices {
      if let block = slice.block, !blocks.contains(block) { blocks.append(block) }
    }
    let count = Int((ratio * Double(blocks.count)).rounded())
    var numbers = RandomIntegers(key, .mask)
    let dropped = Set(blocks.shuffled(using: &numbers).prefix(count))
    mask.slices = Set(
      mask.space.slices.filter { slice in
        slice.block.map { !dropped.contains($0) } ?? true
      }.map(\.index))
  }
}

extension LayerDropout {
  struct Layers: Settings {
    @Setting(0.75, .unit, "The share of the blocks that is left out.") var ratio: Double
    init() {}
  }

  static let part = MaskPart("layers", Layers.self) { h, _ in
    ComposedMask(step: LayerDropout(h.ratio))
  }
}
