import Foundation

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
