/// Records in the blocks of LevelDB's log (doc/log_format.md there), as wandb keeps its runs.
///
/// A file is a head of seven bytes and blocks of 32 KiB, of which the first has the head. A chunk
/// has a CRC-32 of kind and content, a length of two bytes, and its kind; a record that does not
/// fit into a block goes on in the next. Where no chunk's head fits, a block ends with zeros.
package struct LogBlocks {
  /// The file so far.
  package private(set) var bytes: [UInt8]

  private static let block = 32 << 10
  private static let head = 7

  /// - Parameters:
  ///   - name: four bytes that say whose file it is.
  ///   - magic: a number that says the same.
  package init(name: String, magic: UInt16, version: UInt8) {
    bytes = Array(name.utf8.prefix(4)) + Self.little(UInt32(magic), count: 2) + [version]
  }

  /// Appends one record.
  package mutating func append(_ record: [UInt8]) {
    var rest = record[...]
    var isFirst = true
    repeat {
      var room = Self.block - bytes.count % Self.block
      if room < Self.head {
        bytes += Array(repeating: 0, count: room)
        room = Self.block
      }
      let part = rest.prefix(room - Self.head)
      rest = rest.dropFirst(part.count)
      append(part, kind: Self.kind(isFirst: isFirst, isLast: rest.isEmpty))
      isFirst = false
    } while !rest.isEmpty
  }

  /// Whole, first, middle or last.
  private static func kind(isFirst: Bool, isLast: Bool) -> UInt8 {
    isFirst ? (isLast ? 1 : 2) : (isLast ? 4 : 3)
  }

  private mutating func append(_ part: ArraySlice<UInt8>, kind: UInt8) {
    bytes += Self.little(CyclicChecksum.ethernet.of([kind] + part), count: 4)
    bytes += Self.little(UInt32(part.count), count: 2) + [kind]
    bytes += part
  }

  private static func little(_ value: UInt32, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}

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

/// Cyclic redundancy checks of 32 bits, computed from the low bit up.
package enum CyclicChecksum: UInt32, Sendable {
  /// CRC-32C (Castagnoli, RFC 3720 B.4): of `123456789` it is 0xE3069283.
  case castagnoli = 0x82F6_3B78
  /// CRC-32 of IEEE 802.3, zlib and PNG: of `123456789` it is 0xCBF43926.
  case ethernet = 0xEDB8_8320

  /// The checksum of bytes.
  package func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= rawValue }
      }
    }
    return ~sum
  }
}
