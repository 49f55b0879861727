import Experiments

/// A block of parameters in one buffer and one storage format.
public final class ParameterStore {
  public let layout: Layout
  public let format: StorageFormat
  private let buffer: Buffer

  /// All zero.
  public init(
    _ layout: Layout, format: StorageFormat = .f32, in account: Account, of ledger: Ledger
  ) throws(OutOfMemory) {
    self.layout = layout
    self.format = format
    buffer = try Buffer(
      byteCount: Self.byteCount(layout, format: format), in: account, of: ledger)
  }

  /// What a store of this layout takes from its account.
  public static func byteCount(_ layout: Layout, format: StorageFormat) -> Int {
    layout.count * format.byteCount
  }

  /// The stored elements of `slice`.
  public func view(_ slice: Slice) -> WeightView {
    buffer.weights(format).part(slice.offset, slice.count)
  }

  /// All elements.
  public var all: WeightView { buffer.weights(format) }

  /// Overwrites with another store's elements; layout and format must agree.
  public func copy(from other: ParameterStore) {
    precondition(other.format == format && other.layout.count == layout.count, "stores differ")
    other.all.withBytes { unsafe all.copy(bytes: $0) }
  }
}
