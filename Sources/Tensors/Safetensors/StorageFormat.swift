/// How a weight is stored; arithmetic on it is always in 32-bit floating point.
public enum StorageFormat: String, Sendable, CaseIterable, Codable {
  case f32, bf16, f16

  /// Bytes per element.
  public var byteCount: Int { self == .f32 ? 4 : 2 }

  /// The number by which the C kernels know the format.
  public var kernelCode: Int32 {
    switch self {
    case .f32: 0
    case .bf16: 1
    case .f16: 2
    }
  }

  /// The format's `dtype` in a safetensors header.
  public var safetensorsName: String { rawValue.uppercased() }

  /// The format with this `dtype`; nil for every dtype that weights cannot have.
  public init?(safetensorsName: String) {
    guard let format = Self.allCases.first(where: { $0.safetensorsName == safetensorsName }) else {
      return nil
    }
    self = format
  }
}
