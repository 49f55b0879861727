import Vocabulary

extension StorageFormat {
  /// Bits of an integer; nil in the formats of floats.
  var integerBits: Int? {
    switch self {
    case .f32, .bf16, .f16: nil
    case .int8: 8
    case .int4: 4
    }
  }

  /// Whether elements are integers with scales.
  public var isInteger: Bool { integerBits != nil }

  /// Bytes per element, in the formats of floats; those of integers depend on the matrix.
  public var byteCount: Int {
    precondition(!isInteger, "integers have scales beside them")
    return self == .f32 ? 4 : 2
  }

  /// The number by which the C kernels know a format of floats.
  package var kernelCode: Int32 {
    switch self {
    case .f32: 0
    case .bf16: 1
    case .f16: 2
    case .int8, .int4: preconditionFailure("integers have kernels of their own")
    }
  }

  /// Bits of a significand behind its first; nil of integers.
  package var significandBits: Int? {
    switch self {
    case .f32: 23
    case .bf16: 7
    case .f16: 10
    case .int8, .int4: nil
    }
  }

  /// The exponent of the smallest normal number; of integers, of their scales.
  package var leastExponent: Int { self == .f16 ? -14 : -126 }

  /// The format's `dtype` in a safetensors header; the formats of integers have none.
  package var safetensorsName: String { rawValue.uppercased() }

  /// The format with this `dtype`; nil for every dtype that weights cannot have.
  package init?(safetensorsName: String) {
    guard let format = Self.floats.first(where: { $0.safetensorsName == safetensorsName }) else {
      return nil
    }
    self = format
  }
}

/// Elements that a storage format cannot hold: they would become infinite, or scales without use.
package struct Overflow: Hashable, Sendable {
  /// What holds no number as large.
  package let format: StorageFormat
  /// How many there are.
  public private(set) var count = 0
  /// The largest magnitude among them, or one that is not finite.
  public private(set) var largest: Float = 0

  /// An overflow of weights held as `format`.
  package init(_ format: StorageFormat) { self.format = format }

  /// Magnitudes from here on round to infinity.
  private var limit: Float {
    switch format {
    case .f16: 65520
    case .bf16: Float(bitPattern: 0x7F7F_8000)
    case .f32, .int8, .int4: .infinity
    }
  }

  /// Counts among elements that are about to be stored.
  ///
  /// What is infinite or no number already stays so in floats: `NonFinite` is about that.
  mutating func look(at values: FloatView) {
    guard format != .f32 else { return }
    let limit = limit
    for index in 0..<values.count {
      let size = abs(values[index])
      guard !(size < limit), size.isFinite || format.isInteger else { continue }
      count += 1
      if !(size <= largest) { largest = size }
    }
  }

  static func += (total: inout Overflow, part: Overflow) {
    total.count += part.count
    if part.count > 0, !(part.largest <= total.largest) { total.largest = part.largest }
  }

  /// What is wrong and what to do; nil when everything could be held.
  package var message: String? {
    guard count > 0 else { return nil }
    return "\(count) elements, up to \(largest), are beyond what \(format.rawValue) holds; "
      + "use 'weights: \(format == .f16 ? "bf16" : "f32")'"
  }
}
