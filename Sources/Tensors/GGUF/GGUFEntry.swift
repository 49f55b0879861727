import Notation
import Vocabulary

/// A tensor as a GGUF file lists it.
struct GGUFEntry {
  private static let mostDimensions = 4

  let name: String
  let kind: GGUFTensorKind
  /// The outermost first.
  let shape: [Int]
  /// Where it begins, counted from the first byte of all tensors.
  let offset: UInt64
  let byteCount: Int

  init(_ cursor: inout GGUFCursor) throws(FormatProblem) {
    name = try cursor.text("a tensor's name")
    do throws(FormatProblem) {
      let dimensions = try cursor.number(UInt32.self)
      guard (1...Self.mostDimensions).contains(Int(dimensions)) else {
        throw FormatProblem("has \(dimensions) dimensions, where 1 to 4 are allowed")
      }
      var sizes: [UInt64] = []
      for _ in 0..<dimensions { sizes.append(try cursor.number()) }
      shape = try Self.shape(sizes)
      kind = try GGUFTensorKind(code: cursor.number())
      offset = try cursor.number()
      byteCount = try kind.byteCount(of: shape)
    } catch {
      throw error.inside("tensor \(quoted(name))")
    }
  }

  private static func shape(_ sizes: [UInt64]) throws(FormatProblem) -> [Int] {
    let shape = sizes.reversed().map { Int(clamping: $0) }
    guard SafetensorsHeader.byteCount(shape: shape, elementBytes: 8) != nil,
      shape.allSatisfy({ $0 > 0 })
    else { throw FormatProblem("has an impossible shape, \(shape)") }
    return shape
  }

  /// The tensors with their bytes: one behind the other, each at a multiple of the alignment.
  static func place(
    _ entries: [GGUFEntry], behind header: Int, in fileBytes: Int, alignment: Int
  ) throws(FormatProblem) -> [String: StoredTensor] {
    let start = padded(header, alignment)
    var tensors: [String: StoredTensor] = [:]
    var (end, last) = (0, "the header")
    for entry in entries.sorted(by: { $0.offset < $1.offset }) {
      let place = "tensor \(quoted(entry.name))"
      let expected = padded(end, alignment)
      guard entry.offset == UInt64(expected) else {
        let fault = entry.offset < UInt64(end) ? "overlaps \(last)" : "begins elsewhere"
        throw FormatProblem(
          at: place, "\(fault): its offset is \(entry.offset), where \(expected) is expected")
      }
      guard entry.byteCount <= fileBytes - start - expected else {
        throw FormatProblem(
          at: place,
          "has \(entry.byteCount) bytes where "
            + "\(max(fileBytes - start - expected, 0)) are left; the file is cut short")
      }
      (end, last) = (expected + entry.byteCount, place)
      let range = start + expected..<start + end
      let tensor = StoredTensor(
        name: entry.name, dtype: entry.kind.name, shape: entry.shape, range: range)
      guard tensors.updateValue(tensor, forKey: entry.name) == nil else {
        throw FormatProblem(at: place, "is there twice")
      }
    }
    guard fileBytes - start <= padded(end, alignment) else {
      throw FormatProblem("bytes behind \(last) belong to no tensor; the file is damaged")
    }
    return tensors
  }

  /// Neither number comes near the largest: one is within a file, the other at most a megabyte.
  private static func padded(_ count: Int, _ alignment: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }
}

/// How the elements of a tensor are stored in a GGUF file.
enum GGUFTensorKind {
  case floats(StorageFormat)
  case blocks(any GGUFBlock.Type)

  private static let floats: [UInt32: StorageFormat] = [0: .f32, 1: .f16, 30: .bf16]
  /// What `ggml.h` calls the kinds that are not supported.
  private static let others: [UInt32: String] = [
    9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS",
    19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16",
    26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]

  init(code: UInt32) throws(FormatProblem) {
    if let format = Self.floats[code] {
      self = .floats(format)
    } else if let type = GGUFBlocks.all.first(where: { $0.code == code }) {
      self = .blocks(type)
    } else {
      let known = (["F32", "F16", "BF16"] + GGUFBlocks.all.map { $0.name }).joined(separator: ", ")
      throw FormatProblem(
        "is of kind \(Self.others[code] ?? "\(code)"), which is not supported (\(known)); "
          + "fetch or convert the model in one of these")
    }
  }

  var name: String {
    switch self {
    case .floats(let format): format.safetensorsName
    case .blocks(let type): type.name
    }
  }

  /// Bytes of a tensor; a row is whole blocks.
  func byteCount(of shape: [Int]) throws(FormatProblem) -> Int {
    let count = shape.reduce(1, *)
    switch self {
    case .floats(let format): return count * format.byteCount
    case .blocks(let type):
      let columns = shape.last ?? 1
      guard columns % type.count == 0 else {
        throw FormatProblem(
          "has rows of \(columns), which are no whole blocks of \(type.count) (\(type.name))")
      }
      return count / type.count * type.byteCount
    }
  }
}
