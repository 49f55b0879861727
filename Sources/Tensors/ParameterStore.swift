import Foundation
import Vocabulary

/// A block of parameters in one storage format, of which some may be frozen.
///
/// In a format of integers, matrices and embeddings are integers with their scales behind them,
/// the other parameters f32.
///
/// The parameters that it owns lie in one buffer, in the order of the layout. Frozen ones are read
/// from where other stores read them, too: their views are not writable. Adapters are owned in a
/// buffer and an account of their own, as f32 whatever the format of the others. A parameter that
/// is none of these, as in a store of some gradients, cannot be asked for.
public final class ParameterStore {
  private enum Place {
    /// From a byte of the buffer on.
    case own(start: Int)
    /// From a float of the adapters' buffer on.
    case adapter(offset: Int)
    case frozen(FrozenTensor)
    /// The scales of another store's matrix.
    case scales(Slice)
    case absent
  }

  /// The parameters and their places.
  public let layout: Layout
  /// The format of what is not kept as f32 whatever the format.
  public let format: StorageFormat
  private let places: [Place]
  private let buffer: Buffer
  private let adapterBuffer: Buffer
  private let reading: SharedEntry
  /// The most that a streamed parameter takes while it is read.
  private let window: SharedEntry
  /// Whether some parameters leave memory after every use.
  package let isStreaming: Bool
  /// The store whose scales these are; nil when the parameters are no scales.
  private let owner: ParameterStore?

  /// Owned parameters are zero.
  ///
  /// - Parameters:
  ///   - owned: indices of the parameters with memory of their own; nil is all.
  ///   - adapters: indices of the parameters that are kept as f32, in the account `adapters`.
  ///   - frozen: parameters held elsewhere by their index, in `format`; they are entered in
  ///     `ledger` as shared, so their own ledger must be another one.
  package init(
    _ layout: Layout, owning owned: Set<Int>? = nil, adapters: Set<Int> = [],
    frozen: [Int: FrozenTensor], format: StorageFormat = .f32, in account: Account,
    of ledger: Ledger
  ) throws(OutOfMemory) {
    self.layout = layout
    self.format = format
    for slice in layout.slices {
      guard let tensor = frozen[slice.index] else { continue }
      precondition(
        tensor.count == slice.count && tensor.format == format.format(of: slice),
        "another parameter")
      precondition(tensor.ledger !== ledger, "a frozen parameter would be entered twice")
    }
    let plan = Self.plan(
      layout, owning: owned, adapters: adapters, frozen: frozen, format: format, in: account)
    places = plan.places
    let (held, largest) = Self.readBytes(Array(frozen.values))
    reading = try SharedEntry(byteCount: held, in: account, of: ledger)
    window = try SharedEntry(byteCount: largest, in: account, of: ledger, shared: false)
    isStreaming = frozen.values.contains(where: \.isStreamed)
    buffer = try Buffer(plan.own, of: ledger)
    adapterBuffer = try Buffer(plan.adapters, of: ledger)
    owner = nil
  }

  /// Parameters of which none is held elsewhere; they are zero.
  ///
  /// - Parameters:
  ///   - owned: indices of the parameters with memory of their own; nil is all.
  ///   - adapters: indices of the parameters that are kept as f32, in the account `adapters`.
  /// - Throws: when the ledger's limit is passed; then nothing is held.
  public convenience init(
    _ layout: Layout, owning owned: Set<Int>? = nil, adapters: Set<Int> = [],
    format: StorageFormat = .f32, in account: Account, of ledger: Ledger
  ) throws(OutOfMemory) {
    try self.init(
      layout, owning: owned, adapters: adapters, frozen: [:], format: format, in: account,
      of: ledger)
  }

  /// The scales of another store's matrices, as parameters in their places.
  ///
  /// They are that store's own memory: what is written here is read there.
  init(scalesOf owner: ParameterStore) throws(OutOfMemory) {
    layout = owner.layout.scales
    format = .f32
    places = owner.layout.slices.map { slice in
      owner.owns(slice) && owner.view(slice).grid != nil ? .scales(slice) : .absent
    }
    let nothing = Ledger()
    reading = try SharedEntry(byteCount: 0, in: .weights, of: nothing)
    window = try SharedEntry(byteCount: 0, in: .weights, of: nothing)
    isStreaming = false
    buffer = try Buffer(byteCount: 0, in: .weights, of: nothing)
    adapterBuffer = try Buffer(byteCount: 0, in: .adapters, of: nothing)
    self.owner = owner
  }

  /// Bytes of frozen parameters that are held, and of the largest that is not.
  private static func readBytes(_ frozen: [FrozenTensor]) -> (held: Int, largest: Int) {
    (
      frozen.reduce(0) { $0 + ($1.isStreamed ? 0 : $1.byteCount) },
      frozen.map { $0.isStreamed ? $0.byteCount : 0 }.max() ?? 0
    )
  }

  /// Where every parameter is, and the memory of those that the store owns.
  private static func plan(
    _ layout: Layout, owning owned: Set<Int>?, adapters: Set<Int>,
    frozen: [Int: FrozenTensor] = [:], format: StorageFormat, in account: Account
  ) -> (places: [Place], own: Blueprint.Block, adapters: Blueprint.Block) {
    var (end, adapterEnd) = (0, 0)
    let places = layout.slices.map { slice -> Place in
      if let tensor = frozen[slice.index] { return .frozen(tensor) }
      if adapters.contains(slice.index) {
        defer { adapterEnd += slice.count }
        return .adapter(offset: adapterEnd)
      }
      guard owned?.contains(slice.index) ?? true else { return .absent }
      defer { end += format.byteCount(of: slice) }
      return .own(start: end)
    }
    return (
      places, .bytes("parameters", end, account), .floats("adapters", adapterEnd, .adapters)
    )
  }

  /// What a store takes in which no parameter is frozen.
  public static func blueprint(
    _ layout: Layout, owning owned: Set<Int>? = nil, adapters: Set<Int> = [],
    format: StorageFormat = .f32, in account: Account
  ) -> Blueprint {
    let plan = plan(layout, owning: owned, adapters: adapters, format: format, in: account)
    return [plan.own, plan.adapters]
  }

  /// The stored elements of `slice`; not writable if it is frozen.
  public func view(_ slice: Slice) -> WeightView {
    switch places[slice.index] {
    case .own(let start): buffer.weights(slice, in: format, from: start)
    case .adapter(let offset): adapterBuffer.weights(.f32).part(offset, slice.count)
    case .frozen(let tensor): tensor.view
    case .scales(let matrix): Self.scales(owner?.view(matrix))
    case .absent: preconditionFailure("this store has no \(slice.name)")
    }
  }

  /// Gives the memory of a streamed parameter back after a use.
  package func release(_ slice: Slice) {
    if case .frozen(let tensor) = places[slice.index] { tensor.release() }
  }

  /// Has a streamed parameter read ahead of its use.
  package func expect(_ slice: Slice) {
    if case .frozen(let tensor) = places[slice.index] { tensor.expect() }
  }

  /// Whether `slice` has memory of its own here, so that it may be written.
  public func owns(_ slice: Slice) -> Bool {
    switch places[slice.index] {
    case .own, .adapter, .scales: true
    case .frozen, .absent: false
    }
  }

  private static func scales(_ view: WeightView?) -> WeightView {
    guard let scales = view?.scales else { preconditionFailure("no matrix of integers") }
    return scales.weights
  }

  /// The elements of all parameters that the store owns, in order, without adapters; in a store of
  /// integers its memory as 32-bit words.
  public var all: WeightView { buffer.weights(format.isInteger ? .f32 : format) }

  /// The elements of everything that the store owns: parameters, then adapters.
  public var blocks: [WeightView] { [all, adapterBuffer.weights(.f32)] }

  /// Overwrites the owned parameters with another store's; both must own the same.
  public func copy(from other: ParameterStore) {
    precondition(other.format == format, "stores differ")
    for (own, theirs) in zip(blocks, other.blocks) {
      precondition(own.count == theirs.count, "stores differ")
      unsafe theirs.withBytes { unsafe own.copy(bytes: $0) }
    }
  }
}

extension ParameterStore {
  /// SHA-256 of everything that the store owns, as it is stored: parameters, then adapters.
  package var digest: ContentDigest {
    var digest = ContentDigest.Stream()
    for block in blocks { unsafe block.withBytes { unsafe digest.append($0) } }
    return digest.value
  }
}
