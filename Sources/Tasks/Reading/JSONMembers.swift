import Foundation
import Vocabulary

/// The members of a JSON object in the order of the file, which decoding loses.
///
/// Only the outermost braces are looked at, without recursion; what a member holds is left to
/// whoever decodes it.
struct JSONMembers {
  struct Member {
    var key: String
    var value: ArraySlice<UInt8>
  }

  private let bytes: [UInt8]
  private let file: URL
  private var position = 0

  /// - Throws: a problem when the text is not an object.
  static func read(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Member] {
    var reader = Self(bytes: bytes, file: file)
    return try reader.members()
  }

  private init(bytes: [UInt8], file: URL) {
    self.bytes = bytes
    self.file = file
  }

  private mutating func members() throws(InputProblem) -> [Member] {
    try expect(UInt8(ascii: "{"))
    var members: [Member] = []
    if next == UInt8(ascii: "}") { return members }
    repeat {
      let key = try self.key()
      try expect(UInt8(ascii: ":"))
      let start = position
      try skipValue()
      members.append(Member(key: key, value: bytes[start..<position]))
    } while skip(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    guard next == nil else { throw problem("text follows the object") }
    return members
  }

  /// The next byte that is not white space; the position is on it.
  private var next: UInt8? {
    mutating get {
      while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
        position += 1
      }
      return position < bytes.count ? bytes[position] : nil
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(InputProblem) {
    guard skip(byte) else { throw problem("'\(Unicode.Scalar(byte))' is expected") }
  }

  private mutating func key() throws(InputProblem) -> String {
    guard next == UInt8(ascii: "\"") else { throw problem("a key is expected") }
    let start = position
    try skipString()
    let data = Data(bytes[start..<position])
    guard let key = try? JSONDecoder().decode(String.self, from: data) else {
      throw problem("a key is not a JSON string")
    }
    return key
  }

  /// Walks to the comma or brace after a value.
  private mutating func skipValue() throws(InputProblem) {
    var depth = 0
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        try skipString()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
      case UInt8(ascii: ","):
        if depth == 0 { return }
      default: break
      }
      position += 1
    }
  }

  private mutating func skipString() throws(InputProblem) {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    throw problem("a string does not end")
  }

  private func problem(_ message: String) -> InputProblem {
    InputProblem(at: file.path, "byte \(position): \(message) (a JSON object is needed)")
  }
}
