import Foundation
import Notation
import Vocabulary

/// A GGUF file, mapped, with a header that has been checked in full.
///
/// Layout, little-endian: `GGUF`, the version, how many tensors and metadata there are; metadata;
/// the list of tensors; and, at a multiple of the alignment, their bytes. `docs/gguf.md` of ggml.
package struct GGUFFile: Sendable {
  /// The first bytes of every such file.
  package static let magic = Array("GGUF".utf8)
  private static let versions: ClosedRange<UInt32> = 2...3
  /// Bytes that a key with its value, and a tensor's entry, have at least.
  private static let smallest = (value: 13, tensor: 24)

  /// All tensors by name.
  package let tensors: [String: StoredTensor]
  package let metadata: GGUFMetadata
  /// The whole file.
  let mapping: MappedFile

  package var url: URL { mapping.url }

  /// Maps the file and checks its header against its size; reads no tensor.
  ///
  /// - Throws: `.missing` when it cannot be opened, `.invalid` with tensor, key or byte otherwise.
  package init(_ url: URL) throws(InputProblem) {
    let file = try MappedFile(url)
    do throws(FormatProblem) {
      var cursor = GGUFCursor(file)
      try Self.checkVersion(&cursor)
      let tensors = try cursor.count(of: "tensors", smallest: Self.smallest.tensor)
      let values = try Self.values(&cursor)
      var entries: [GGUFEntry] = []
      for _ in 0..<tensors { entries.append(try GGUFEntry(&cursor)) }
      let alignment = try Self.alignment(values)
      self.tensors = try GGUFEntry.place(
        entries, behind: cursor.position, in: file.count, alignment: alignment)
      metadata = GGUFMetadata(url, values)
    } catch {
      throw error.inputProblem(in: url)
    }
    mapping = file
  }

  /// The elements of a small tensor as floats.
  package func values(of tensor: StoredTensor) -> [Float] {
    var values = [Float](repeating: 0, count: tensor.count)
    unsafe values.withUnsafeMutableBufferPointer { memory in
      guard let base = memory.baseAddress else { return }
      let view = unsafe FloatView(base, count: memory.count)
      unsafe mapping.withBytes(tensor.range) { bytes in
        unsafe tensor.elements?.widen(bytes, from: 0, into: view)
      }
    }
    return values
  }

  private static func checkVersion(_ cursor: inout GGUFCursor) throws(FormatProblem) {
    guard cursor.end >= 24, try cursor.number(UInt32.self) == 0x4655_4747 else {
      throw FormatProblem("does not begin as a GGUF file; fetch it again")
    }
    let version = try cursor.number(UInt32.self)
    guard versions.contains(version) else {
      let isSwapped = versions.contains(version.byteSwapped)
      throw FormatProblem(
        at: "version",
        isSwapped
          ? "is of big-endian files, which are not supported; convert the model again"
          : "\(version) is not supported (2 and 3 are); convert the model again")
    }
  }

  private static func values(
    _ cursor: inout GGUFCursor
  ) throws(FormatProblem) -> [String: GGUFValue] {
    let count = try cursor.count(of: "metadata", smallest: smallest.value)
    var values: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let key = try cursor.text("a key")
      do throws(FormatProblem) {
        guard values.updateValue(try GGUFValue(&cursor), forKey: key) == nil else {
          throw FormatProblem("is there twice")
        }
      } catch {
        throw error.inside("metadata \(quoted(key))")
      }
    }
    return values
  }

  /// Tensors begin at its multiples.
  private static func alignment(
    _ values: [String: GGUFValue]
  ) throws(FormatProblem) -> Int {
    let key = "general.alignment"
    guard let value = values[key] else { return 32 }
    guard case .whole(let alignment) = value, alignment > 0, alignment <= 1 << 20,
      alignment & (alignment - 1) == 0
    else {
      throw FormatProblem(
        at: "metadata \(quoted(key))", "must be a power of two of at most \(1 << 20)")
    }
    return alignment
  }
}
