/// Records in the frames of TFRecord files: length, its checksum, content, its checksum.
///
/// Checksums are CRC-32C (Castagnoli, RFC 3720 B.4), turned and shifted so that a checksum of
/// checksums is none of them (tensorflow/core/lib/hash/crc32c.h, `Mask`).
package enum RecordFrames {
  /// One record's frame.
  package static func frame(_ content: [UInt8]) -> [UInt8] {
    let length = little(UInt64(content.count), count: 8)
    return length + little(UInt64(masked(checksum(length))), count: 4) + content
      + little(UInt64(masked(checksum(content))), count: 4)
  }

  /// CRC-32C of bytes; of `123456789` it is 0xE3069283.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in shifted(sum) }
    }
  }

  /// One bit of the division by the polynomial.
  private static func shifted(_ sum: UInt32) -> UInt32 {
    let polynomial: UInt32 = sum & 1 == 1 ? 0x82F6_3B78 : 0
    return (sum >> 1) ^ polynomial
  }

  private static func masked(_ sum: UInt32) -> UInt32 {
    (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }

  private static func little(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
