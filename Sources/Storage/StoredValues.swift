import Foundation
import Vocabulary

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

/// Truth values as bits, the first in the lowest bit of the first byte.
enum PackedBits {
  static func data(_ values: [Bool]) -> Data {
    var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
    for (index, value) in values.enumerated() where value {
      bytes[index / 8] |= 1 << UInt8(index % 8)
    }
    return Data(bytes)
  }

  /// The first `count` bits.
  static func values(_ data: Data, count: Int) throws(UnreadableValue) -> [Bool] {
    let bytes = [UInt8](data)
    guard count >= 0, bytes.count == count / 8 + (count % 8 == 0 ? 0 : 1) else {
      throw UnreadableValue(description: "\(bytes.count) bytes do not hold \(count) bits")
    }
    return (0..<count).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
}

/// Values as JSON text with sorted keys; what is not finite is `"nan"`, `"inf"`, `"-inf"`.
enum StoredJSON {
  static func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder.canonical().encode(value), as: UTF8.self)
  }

  static func value<T: Decodable>(_ type: T.Type, _ text: String) throws(UnreadableValue) -> T {
    do {
      return try JSONDecoder.canonical().decode(type, from: Data(text.utf8))
    } catch {
      throw UnreadableValue(description: "not a stored \(type): \(text.prefix(80))")
    }
  }
}
