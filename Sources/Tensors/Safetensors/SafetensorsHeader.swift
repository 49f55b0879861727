import Notation

/// The header of a safetensors file, checked against the bytes that follow it.
///
/// Accepts what the `safetensors` crate accepts, except fields besides `dtype`, `shape` and
/// `data_offsets`, names that differ only by Unicode normalization, and more than 64 dimensions.
struct SafetensorsHeader {
  /// Longest header, in bytes; a file that claims more is refused before anything is read.
  static let longest = 25_000_000
  static let mostDimensions = 64

  struct Entry {
    var name: String
    var type: ElementType
    var shape: [Int]
    /// Byte range behind the header.
    var range: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Reads the header's JSON text; `dataBytes` is what the file holds behind it.
  init(json: [UInt8], dataBytes: Int) throws(FormatProblem) {
    guard json.first == UInt8(ascii: "{") else {
      throw FormatProblem(at: "header", "does not start with '{'; this is not a safetensors file")
    }
    var cursor = JSONCursor(json, subject: "header")
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    try cursor.object("the header") {
      (cursor: inout JSONCursor, name: String) throws(FormatProblem) in
      if name == "__metadata__" {
        metadata = try Self.metadata(&cursor)
      } else {
        entries.append(try Self.entry(name, dataBytes: dataBytes, &cursor))
      }
    }
    try cursor.expectEnd()
    try Self.checkCoverage(of: dataBytes, by: entries)
    self.entries = entries
    self.metadata = metadata
  }

  private static func metadata(
    _ cursor: inout JSONCursor
  ) throws(FormatProblem) -> [String: String] {
    var metadata: [String: String] = [:]
    try cursor.object("__metadata__") {
      (cursor: inout JSONCursor, key: String) throws(FormatProblem) in
      metadata[key] = try cursor.string("the value of \(quoted(key)) in __metadata__")
    }
    return metadata
  }

  private static func entry(
    _ name: String, dataBytes: Int, _ cursor: inout JSONCursor
  ) throws(FormatProblem) -> Entry {
    do throws(FormatProblem) {
      let fields = try fields(&cursor)
      let range = try range(fields.offsets, within: dataBytes)
      try checkSize(of: range, shape: fields.shape, type: fields.type)
      return Entry(name: name, type: fields.type, shape: fields.shape, range: range)
    } catch {
      throw error.inside("tensor \(quoted(name))")
    }
  }

  private static func fields(
    _ cursor: inout JSONCursor
  ) throws(FormatProblem) -> (type: ElementType, shape: [Int], offsets: [Int]) {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.object("a tensor") {
      (cursor: inout JSONCursor, field: String) throws(FormatProblem) in
      switch field {
      case "dtype": type = try elementType(&cursor)
      case "shape": shape = try cursor.counts("shape", atMost: mostDimensions)
      case "data_offsets": offsets = try cursor.counts("data_offsets", atMost: 2)
      default: throw cursor.problem("unknown field \(quoted(field))")
      }
    }
    guard let type, let shape, let offsets else {
      throw FormatProblem("lacks one of dtype, shape and data_offsets")
    }
    return (type, shape, offsets)
  }

  private static func elementType(
    _ cursor: inout JSONCursor
  ) throws(FormatProblem) -> ElementType {
    let name = try cursor.string("dtype")
    guard let type = ElementType(rawValue: name) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw FormatProblem("unknown dtype \(quoted(name)); known are \(known)")
    }
    return type
  }
}

extension SafetensorsHeader {
  static func range(
    _ offsets: [Int], within dataBytes: Int
  ) throws(FormatProblem) -> Range<Int> {
    guard offsets.count == 2 else { throw FormatProblem("data_offsets must be two numbers") }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw FormatProblem("ends at \(end), before its start \(begin)") }
    guard end <= dataBytes else {
      throw FormatProblem(
        "ends at byte \(end) of the data, which has \(dataBytes); the file is cut short or damaged")
    }
    return begin..<end
  }

  static func checkSize(
    of range: Range<Int>, shape: [Int], type: ElementType
  ) throws(FormatProblem) {
    guard let bytes = byteCount(shape: shape, elementBytes: type.byteCount) else {
      throw FormatProblem("shape \(shape) has more bytes than can be counted")
    }
    guard bytes == range.count else {
      throw FormatProblem(
        "shape \(shape) of \(type.rawValue) needs \(bytes) bytes; data_offsets give \(range.count)")
    }
  }

  /// The product of all, nil when it does not fit an `Int`.
  ///
  /// An overflow counts even before a zero dimension, as in the crate.
  static func byteCount(shape: [Int], elementBytes: Int) -> Int? {
    var product = 1
    for factor in shape + [elementBytes] {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  /// The tensors must cover the data exactly once: nothing shared, nothing hidden between them.
  static func checkCoverage(of dataBytes: Int, by entries: [Entry]) throws(FormatProblem) {
    var covered = 0
    var last = "the header"
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in sorted {
      let begin = entry.range.lowerBound
      guard begin == covered else {
        let fault = begin < covered ? "overlaps" : "leaves a hole of \(begin - covered) bytes after"
        throw FormatProblem(at: "tensor \(quoted(entry.name))", "\(fault) \(last)")
      }
      covered = entry.range.upperBound
      last = "tensor " + quoted(entry.name)
    }
    guard covered == dataBytes else {
      throw FormatProblem(
        "\(dataBytes - covered) bytes behind \(last) belong to no tensor; the file is damaged")
    }
  }
}

/// The element types that a safetensors header may name, whether or not they can be weights.
enum ElementType: String, CaseIterable {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u8 = "U8"
  case bool = "BOOL"

  /// Bytes per element.
  var byteCount: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16, .i16: 2
    case .i8, .u8, .bool: 1
    }
  }
}
