import Tensors
import Vocabulary

/// Keeps the elements with the largest |W_ij|·‖X_j‖, X the layer's inputs in the first batch.
///
/// Wanda's score (Sun et al. 2023, arXiv:2306.11695). The mask is drawn once, after one pass at the
/// weights that is counted, as an exact count; ties are broken by their order. Parameters that no
/// linear layer reads are scored by |W|. Activations are in no log: a run cannot be replayed.
package struct WandaSparsity: StepMask {
  /// Among which elements scores are compared.
  package enum Group: String, SettingChoice {
    /// Those of one output, as Wanda does.
    case row
    case layer, global
  }

  /// The share of elements that is frozen.
  package var sparsity: Double
  /// Among which weights scores are compared.
  package var group: Group

  package init(sparsity: Double, group: Group = .row) {
    self.sparsity = sparsity
    self.group = group
  }

  package var isElementwise: Bool { true }
  package var observesInputs: Bool { true }
  package var cadence: Cadence { .once }

  package func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    let slices = mask.space.slices
    func scores(_ slices: [Slice], row: Int? = nil) -> Magnitudes {
      Magnitudes(weights, slices, row: row) { mask.inputs?.norms(of: $0) }
    }
    switch group {
    case .global: keep(scores(slices), mask)
    case .layer: for slice in slices { keep(scores([slice]), mask) }
    case .row:
      for slice in slices {
        for row in 0..<slice.rows { keep(scores([slice], row: row), mask) }
      }
    }
  }

  private func keep(_ scores: Magnitudes, _ mask: ActiveSet) {
    let cut = Int((sparsity * Double(scores.count)).rounded())
    scores.mark(smallest: cut, below: false, in: mask)
  }
}

extension WandaSparsity {
  struct ByActivations: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.row, "Among what the share is counted.") var group: Group
    init() {}
  }

  static let part = MaskPart("wanda", ByActivations.self) { h, _ in
    ComposedMask(step: WandaSparsity(sparsity: h.sparsity, group: h.group))
  }
}

/// ‖X_j‖: the norm of every input of the linear layers, over the rows of what was seen.
final class InputNorms: InputObserver {
  private let space: TrainedSpace
  private let memory: Allocation
  private let squares: FloatView
  private let starts: [Int]
  private var known: Set<Int> = []
  /// Whether what is seen counts.
  var isOpen = false

  init(_ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    starts = Self.pieces(space).starts
    memory = try Self.blueprint(space).build(ledger)
    squares = memory.floats("squares")
  }

  private static func pieces(_ space: TrainedSpace) -> (starts: [Int], count: Int) {
    space.pieces { $0.rows > 1 ? $0.columns : 0 }
  }

  static func blueprint(_ space: TrainedSpace) -> Blueprint {
    [.floats("squares", pieces(space).count, .directions)]
  }

  func observe(_ inputs: FloatView, of weight: Slice) {
    guard isOpen, weight.rows > 1, space.admitted.contains(weight.index) else { return }
    let sums = view(weight)
    for row in 0..<inputs.count / weight.columns {
      Kernels.addSquares(
        of: inputs.part(row * weight.columns, weight.columns), weight: 1, to: sums)
    }
    known.insert(weight.index)
  }

  private func view(_ slice: Slice) -> FloatView {
    squares.part(starts[slice.index], slice.columns)
  }

  /// The norms of a parameter's inputs; nil when no linear layer reads it.
  func norms(of slice: Slice) -> [Float]? {
    known.contains(slice.index) ? view(slice).array.map { $0.squareRoot() } : nil
  }
}
