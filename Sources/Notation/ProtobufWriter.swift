/// Writes the fields of one message of Protocol Buffers, in the order in which they are given.
package struct ProtobufWriter {
  /// The message so far.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A 64-bit number in eight bytes.
  package mutating func write(_ value: Double, as field: UInt64) {
    varint(field << 3 | 1)
    little(value.bitPattern, count: 8)
  }

  /// A 32-bit number in four bytes.
  package mutating func write(_ value: Float, as field: UInt64) {
    varint(field << 3 | 5)
    little(UInt64(value.bitPattern), count: 4)
  }

  /// A whole number, 0 or more.
  package mutating func write(_ value: Int, as field: UInt64) {
    varint(field << 3)
    varint(UInt64(max(0, value)))
  }

  /// A text.
  package mutating func write(_ text: String, as field: UInt64) {
    write(Array(text.utf8), as: field)
  }

  /// Bytes, or a message of their own.
  package mutating func write(_ content: [UInt8], as field: UInt64) {
    varint(field << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func little(_ value: UInt64, count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }
}
