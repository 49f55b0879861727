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
