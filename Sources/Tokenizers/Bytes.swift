/// UTF-8 text as bytes.
///
/// Swift compares strings by canonical equivalence, under which different tokens can be equal;
/// every key and every piece of text in this module is therefore compared by its bytes.
package typealias Bytes = ArraySlice<UInt8>

extension ArraySlice<UInt8> {
  package init(_ text: String) {
    self = Array(text.utf8)[...]
  }

  /// The text that these bytes encode; malformed sequences become U+FFFD.
  package var text: String { String(decoding: self, as: UTF8.self) }

  /// The scalar that starts at `index`, and its length in bytes.
  ///
  /// A malformed sequence reads as U+FFFD of one byte, so that a scan always advances.
  package func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = self[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC0, index + length <= endIndex else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      value = value << 6 | UInt32(self[index + offset] & 0x3F)
    }
    guard let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }

  /// The scalar that ends just before `index`, and its length in bytes.
  func scalar(before index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    var start = index - 1
    while start > startIndex, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
    return (scalar(at: start).scalar, index - start)
  }

  /// Whether `other` stands at `index`.
  func holds(_ other: Bytes, at index: Int) -> Bool {
    index + other.count <= endIndex && self[index..<(index + other.count)] == other
  }

  /// A copy that does not keep a larger array alive.
  var compacted: Bytes { Array(self)[...] }

  /// These bytes with every occurrence of `pattern` replaced, from left to right.
  func replacing(_ pattern: Bytes, by content: Bytes) -> Bytes {
    guard !pattern.isEmpty else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var index = startIndex
    while index < endIndex {
      if holds(pattern, at: index) {
        result += content
        index += pattern.count
      } else {
        result.append(self[index])
        index += 1
      }
    }
    return result[...]
  }

  /// Whether every byte is ASCII.
  var isASCII: Bool { allSatisfy { $0 < 0x80 } }

  /// The text that `rewrite` makes of these scalars one by one; it gets each with its bytes.
  func rewritten(
    _ rewrite: (_ scalar: Unicode.Scalar, _ bytes: Bytes, _ result: inout [UInt8]) -> Void
  ) -> Bytes {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var index = startIndex
    while index < endIndex {
      let (scalar, length) = scalar(at: index)
      rewrite(scalar, self[index..<(index + length)], &result)
      index += length
    }
    return result[...]
  }
}
