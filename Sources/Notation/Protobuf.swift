/// Reads the fields of one message of Protocol Buffers, in order, out of the bytes of a file.
///
/// The wire format is that of protobuf.dev/programming-guides/encoding; groups, which are
/// obsolete, are refused. Nothing is copied, and a length is checked before it is used.
package struct ProtobufReader {
  package enum Value {
    case varint(UInt64)
    case fixed64
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  package struct Field {
    package var number: UInt64
    package var value: Value
    /// Where the field starts in the file, in bytes.
    package var offset: Int
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// A reader of `bytes`, whose indices are offsets in the file.
  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  private func broken(_ message: String) -> FormatProblem {
    FormatProblem(
      at: "byte \(position)", "\(message); the file is damaged or of another kind: fetch it again")
  }

  /// The next field; nil at the end of the message.
  package mutating func next() throws(FormatProblem) -> Field? {
    guard position < bytes.endIndex else { return nil }
    let offset = position
    let key = try varint()
    guard key >> 3 > 0 else { throw broken("field number 0") }
    let value: Value
    switch key & 7 {
    case 0: value = .varint(try varint())
    case 1:
      _ = try take(8)
      value = .fixed64
    case 2: value = .bytes(try take(try varint()))
    case 5: value = .fixed32(try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
    case let type: throw broken("wire type \(type)")
    }
    return Field(number: key >> 3, value: value, offset: offset)
  }

  private mutating func varint() throws(FormatProblem) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { throw broken("a number is cut off") }
      let byte = bytes[position]
      guard shift < 63 || byte <= 1 else { throw broken("a number has more than 64 bits") }
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw broken("a number has more than 64 bits")
  }

  private mutating func take(_ count: UInt64) throws(FormatProblem) -> ArraySlice<UInt8> {
    let rest = bytes.endIndex - position
    guard count <= UInt64(rest) else {
      throw broken("a field of \(count) bytes where \(rest) are left")
    }
    let start = position
    position += Int(count)
    return bytes[start..<position]
  }
}

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
