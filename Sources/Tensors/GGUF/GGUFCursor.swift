import Notation

/// Walks over the header of a GGUF file; nothing is taken before it is known to be there.
struct GGUFCursor {
  let file: MappedFile
  private(set) var position: Int
  /// The first byte that must not be read.
  let end: Int

  init(_ file: MappedFile, _ range: Range<Int>? = nil) {
    self.file = file
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? file.count
  }

  func problem(_ message: String) -> FormatProblem {
    FormatProblem(at: "byte \(position)", message)
  }

  private mutating func take(_ count: Int) throws(FormatProblem) -> Range<Int> {
    guard count <= end - position else {
      throw problem("\(count) bytes are wanted where \(end - position) are left; the file is cut")
    }
    defer { position += count }
    return position..<position + count
  }

  /// A little-endian number.
  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(FormatProblem) -> Number {
    let range = try take(MemoryLayout<Number>.size)
    return unsafe file.withBytes(range) { bytes in
      Number(littleEndian: unsafe bytes.loadUnaligned(as: Number.self))
    }
  }

  /// How many there are of what has at least `smallest` bytes each.
  mutating func count(of what: String, smallest: Int) throws(FormatProblem) -> Int {
    let place = problem("")
    let claimed = try number(UInt64.self)
    let most = (end - position) / smallest
    guard claimed <= UInt64(most) else {
      throw FormatProblem(
        at: place.place, "claims \(claimed) \(what) where \(end - position) bytes are left")
    }
    return Int(claimed)
  }

  mutating func text(_ what: String) throws(FormatProblem) -> String {
    let start = position
    let range = try take(try count(of: "bytes of \(what)", smallest: 1))
    let text = unsafe file.withBytes(range) { unsafe String(validating: $0, as: UTF8.self) }
    guard let text else { throw FormatProblem(at: "byte \(start)", "\(what) is not UTF-8") }
    return text
  }

  mutating func skip(_ count: Int) throws(FormatProblem) { _ = try take(count) }
  mutating func skipText() throws(FormatProblem) {
    _ = try take(try count(of: "bytes of text", smallest: 1))
  }
}
