/// Records in the frames of TFRecord files: length, its checksum, content, its checksum.
///
/// Checksums are CRC-32C (Castagnoli, RFC 3720 B.4), turned and shifted so that a checksum of
/// checksums is none of them (tensorflow/core/lib/hash/crc32c.h, `Mask`).
package enum RecordFrames {
  /// One record's frame.
  package static func frame(_ content: [UInt8]) -> [UInt8] {
    var bytes = little(UInt64(content.count), count: 8)
    bytes += little(UInt64(masked(CyclicChecksum.castagnoli.of(bytes))), count: 4)
    bytes += content
    bytes += little(UInt64(masked(CyclicChecksum.castagnoli.of(content))), count: 4)
    return bytes
  }

  private static func masked(_ sum: UInt32) -> UInt32 {
    let turned: UInt32 = (sum >> 15) | (sum << 17)
    return turned &+ 0xA282_EAD8
  }

  private static func little(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
