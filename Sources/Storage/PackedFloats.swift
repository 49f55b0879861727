import Foundation

/// Single-precision numbers as little-endian bytes, every bit kept: NaN and infinities survive.
enum PackedFloats {
  static func data(_ values: [Float]) -> Data {
    var data = Data(capacity: values.count * 4)
    for value in values {
      let bits = value.bitPattern
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        data.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return data
  }

  static func values(_ data: Data) throws(UnreadableValue) -> [Float] {
    let bytes = [UInt8](data)
    guard bytes.count.isMultiple(of: 4) else {
      throw UnreadableValue(description: "\(bytes.count) bytes are no whole number of floats")
    }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }
}
