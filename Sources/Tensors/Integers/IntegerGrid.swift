import CKernels
import Vocabulary

/// How a matrix is stored as small integers q with scales s: `w = s · q`, row-major.
///
/// A scale serves up to 128 elements of a row, from the row's first element on; q is symmetric,
/// −127 … 127 or −7 … 7. In memory the integers come first (those of four bits two in a byte, the
/// first in the low half), up to a multiple of four bytes, then the scales as f32, by row.
package struct IntegerGrid: Hashable, Sendable {
  /// Elements of a row that share a scale; the last ones of a row may be fewer.
  package static let groupColumns = Int(ZO_GROUP)

  /// Bits of an integer: 4 or 8.
  package let bits: Int
  /// Rows of the matrix.
  package let rows: Int
  /// Elements of a row.
  package let columns: Int

  init(bits: Int, rows: Int, columns: Int) {
    precondition(bits == 4 || bits == 8, "integers have 4 or 8 bits")
    (self.bits, self.rows, self.columns) = (bits, rows, columns)
  }

  /// The format that a store of such matrices has.
  package var format: StorageFormat { bits == 8 ? .int8 : .int4 }
  /// The largest integer; the smallest is its negative.
  package var limit: Int { bits == 8 ? 127 : 7 }
  /// Elements of the matrix.
  package var count: Int { rows * columns }
  /// Scales of a row.
  package var groups: Int { Self.groups(of: columns) }
  /// Scales of the matrix.
  package var scaleCount: Int { rows * groups }
  /// Bytes of the integers, with what makes them a multiple of four.
  package var integerBytes: Int { (count * bits / 8 + (count * bits % 8 == 0 ? 0 : 1) + 3) / 4 * 4 }
  /// Bytes of integers and scales.
  package var byteCount: Int { integerBytes + 4 * scaleCount }

  /// Scales of a row of `columns` elements.
  static func groups(of columns: Int) -> Int { (columns + groupColumns - 1) / groupColumns }

  /// The scale of an element, counted from the matrix's first.
  package func scale(of element: Int) -> Int {
    element / columns * groups + element % columns / Self.groupColumns
  }

  /// The first element of a scale; of the number of all scales, the number of elements.
  package func firstElement(ofScale number: Int) -> Int {
    number / groups * columns + number % groups * Self.groupColumns
  }

  var kernelShape: zo_integers { zo_integers(bits: Int32(bits), columns: columns) }
}

extension StorageFormat {
  /// How a store of this format keeps a parameter as integers; nil when it keeps floats.
  ///
  /// Of a format of integers, matrices and embeddings are integers.
  package func grid(of slice: Slice) -> IntegerGrid? {
    guard let bits = integerBits, slice.kind == .matrix || slice.kind == .embedding else {
      return nil
    }
    return IntegerGrid(bits: bits, rows: slice.rows, columns: slice.columns)
  }

  /// The format of one parameter in a store of this format: biases and norm scales of a store of
  /// integers are f32.
  package func format(of slice: Slice) -> StorageFormat {
    isInteger && grid(of: slice) == nil ? .f32 : self
  }

  /// Bytes of a parameter in a store of this format.
  package func byteCount(of slice: Slice) -> Int {
    grid(of: slice)?.byteCount ?? slice.count * format(of: slice).byteCount
  }
}

extension Layout {
  /// The scales that stores of integers have beside these parameters: rows × groups of each matrix
  /// and embedding, in the same order under the same names; other parameters have none.
  package var scales: Layout {
    var scales = Layout()
    for slice in slices {
      let isMatrix = StorageFormat.int8.grid(of: slice) != nil
      scales.add(
        slice.name, slice.kind, rows: isMatrix ? slice.rows : 0,
        columns: isMatrix ? IntegerGrid.groups(of: slice.columns) : 0)
    }
    return scales
  }

  /// Indices of the parameters that stores of integers keep as such.
  package var integers: Set<Int> {
    Set(slices.filter { StorageFormat.int8.grid(of: $0) != nil }.map(\.index))
  }
}

extension ParameterStore {
  /// The scales of the matrices of integers that this store owns, as parameters themselves.
  ///
  /// What is written to them is the store's. Their layout is `layout.scales`.
  package func scales() throws(OutOfMemory) -> ParameterStore {
    try ParameterStore(scalesOf: self)
  }
}
