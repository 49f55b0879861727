import Notation

/// A value of a GGUF file's metadata.
enum GGUFValue: Sendable {
  case whole(Int)
  case real(Double)
  case flag(Bool)
  case text(String)
  case list(GGUFList)

  /// The kind by its number in `gguf.h`.
  enum Kind: UInt32, Sendable {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64
    case float64

    /// Bytes of a value, at least.
    var smallest: Int {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .string, .uint64, .int64, .float64: 8
      case .array: 12
      }
    }

    init(_ cursor: inout GGUFCursor) throws(FormatProblem) {
      let problem = cursor.problem("")
      let number = try cursor.number(UInt32.self)
      guard let kind = Self(rawValue: number) else {
        throw FormatProblem(at: problem.place, "\(number) is no type of metadata")
      }
      self = kind
    }
  }

  init(_ cursor: inout GGUFCursor) throws(FormatProblem) {
    let kind = try Kind(&cursor)
    self =
      kind == .array
      ? .list(try GGUFList(&cursor, depth: 0)) : try Self(kind, &cursor)
  }

  /// A value that is no list.
  init(_ kind: Kind, _ cursor: inout GGUFCursor) throws(FormatProblem) {
    switch kind {
    case .uint8: self = .whole(Int(try cursor.number(UInt8.self)))
    case .int8: self = .whole(Int(try cursor.number(Int8.self)))
    case .uint16: self = .whole(Int(try cursor.number(UInt16.self)))
    case .int16: self = .whole(Int(try cursor.number(Int16.self)))
    case .uint32: self = .whole(Int(try cursor.number(UInt32.self)))
    case .int32: self = .whole(Int(try cursor.number(Int32.self)))
    case .uint64: self = .whole(Int(clamping: try cursor.number(UInt64.self)))
    case .int64: self = .whole(Int(try cursor.number(Int64.self)))
    case .float32: self = .real(Double(Float(bitPattern: try cursor.number())))
    case .float64: self = .real(Double(bitPattern: try cursor.number()))
    case .bool: self = .flag(try cursor.number(UInt8.self) != 0)
    case .string: self = .text(try cursor.text("a value"))
    case .array: throw cursor.problem("a list in a list is not supported here")
    }
  }

  var description: String {
    switch self {
    case .whole: "a whole number"
    case .real: "a real number"
    case .flag: "true or false"
    case .text: "text"
    case .list(let list): "a list of \(list.kind)"
    }
  }
}

/// A list of a GGUF file's metadata, which stays in the file until it is asked for.
struct GGUFList: Sendable {
  /// A list in a list in a list is nothing that any model has.
  private static let deepest = 4

  let kind: GGUFValue.Kind
  let count: Int
  private let file: MappedFile
  private let range: Range<Int>

  /// Walks over the list, so that its end is known.
  init(_ cursor: inout GGUFCursor, depth: Int) throws(FormatProblem) {
    guard depth < Self.deepest else { throw cursor.problem("lists are nested too deeply") }
    kind = try GGUFValue.Kind(&cursor)
    count = try cursor.count(of: "elements", smallest: kind.smallest)
    file = cursor.file
    let start = cursor.position
    switch kind {
    case .string: for _ in 0..<count { try cursor.skipText() }
    case .array: for _ in 0..<count { _ = try GGUFList(&cursor, depth: depth + 1) }
    default: try cursor.skip(count * kind.smallest)
    }
    range = start..<cursor.position
  }

  /// The elements; lists in it are refused.
  func values() throws(FormatProblem) -> [GGUFValue] {
    var cursor = GGUFCursor(file, range)
    var values: [GGUFValue] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try GGUFValue(kind, &cursor)) }
    return values
  }
}

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
