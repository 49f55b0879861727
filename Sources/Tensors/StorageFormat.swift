import Vocabulary

extension StorageFormat {
  /// The formats of floats, which a checkpoint may have.
  package static let floats: [StorageFormat] = [.f32, .bf16, .f16]

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
