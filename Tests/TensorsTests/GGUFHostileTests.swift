import Foundation
import Tensors
import Testing
import Vocabulary

@Suite("Hostile GGUF files")
struct GGUFHostileTests {
  /// A file with one matrix of 2 × 32 in Q8_0, from which each test takes something.
  private static let honest = GGUFBytes(
    metadata: [("general.alignment", 4, number(UInt32(32)))],
    tensors: [.init("a", [32, 2], kind: 8, offset: 0)], data: 68)

  private func refusal(_ file: URL) -> String? {
    do throws(InputProblem) {
      _ = try GGUFFile(file)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func edited(_ change: (inout GGUFBytes) -> Void) -> [UInt8] {
    var file = Self.honest
    change(&file)
    return file.bytes
  }

  /// The directory goes with the value that made it, so files are kept by their tests.
  private func refused(_ bytes: [UInt8], _ words: String...) throws {
    let directory = try TemporaryDirectory()
    let found = refusal(try directory.file("hostile.gguf", bytes))
    for word in words { #expect(found?.contains(word) == true, "\(found ?? "opened")") }
    #expect(found?.contains("hostile.gguf") == true)
  }

  @Test("begin with one that opens")
  func honest() throws {
    let directory = try TemporaryDirectory()
    let file = try GGUFFile(try directory.file("a.gguf", Self.honest.bytes))
    let tensor = try #require(file.tensors["a"])
    #expect(tensor.shape == [2, 32] && tensor.dtype == "Q8_0" && tensor.range.count == 68)
  }

  @Test("cut anywhere are refused")
  func truncated() throws {
    let directory = try TemporaryDirectory()
    let bytes = Self.honest.bytes
    for count in 0..<bytes.count {
      let file = try directory.file("hostile.gguf", bytes[..<count])
      #expect(refusal(file) != nil, "\(count) bytes")
    }
  }

  @Test("that claim too much are refused before anything is allocated")
  func counts() throws {
    try refused(edited { $0.claimedTensors = 1 << 60 }, "claims", "tensors")
    try refused(edited { $0.claimedValues = 1 << 60 }, "claims", "metadata")
    try refused(edited { $0.tensors[0].sizes = [32, 1 << 60] }, "tensor 'a'", "impossible shape")
    try refused(edited { $0.tensors[0].sizes = [1 << 32, 1 << 20] }, "tensor 'a'", "cut short")
    try refused(edited { $0.tensors[0].sizes = [] }, "tensor 'a'", "0 dimensions")
    try refused(edited { $0.tensors[0].sizes = [0, 2] }, "tensor 'a'", "impossible shape")
    let list = number(UInt32(8)) + number(UInt64(1 << 60))
    try refused(edited { $0.metadata.append(("list", 9, list)) }, "metadata 'list'", "claims")
    let text = number(UInt64.max)
    try refused(edited { $0.metadata.append(("text", 8, text)) }, "metadata 'text'", "claims")
  }

  @Test("whose tensors lie on each other or nowhere are refused")
  func places() throws {
    let second = GGUFBytes.Tensor("b", [32], kind: 8, offset: 32)
    try refused(edited { $0.tensors.append(second) }, "tensor 'b'", "overlaps tensor 'a'")
    try refused(edited { $0.tensors[0].offset = 32 }, "tensor 'a'", "begins elsewhere")
    try refused(edited { $0.tensors[0].offset = .max }, "tensor 'a'", "begins elsewhere")
    try refused(edited { $0.data += 64 }, "belong to no tensor")
    let twin = GGUFBytes.Tensor("a", [32], kind: 8, offset: 96)
    try refused(edited { ($0.data, _) = (130, $0.tensors.append(twin)) }, "is there twice")
  }

  @Test("of other kinds are refused by name")
  func kinds() throws {
    try refused(edited { $0.tensors[0].kind = 16 }, "IQ2_XXS", "Q4_K", "tensor 'a'")
    try refused(edited { $0.tensors[0].kind = 4711 }, "4711")
    try refused(edited { $0.tensors[0].sizes = [33, 2] }, "33", "blocks of 32")
    try refused(edited { $0.version = 1 }, "version", "1 is not supported")
    try refused(edited { $0.version = UInt32(3).byteSwapped }, "big-endian")
    try refused(Array("GGML".utf8) + Self.honest.bytes.dropFirst(4), "does not begin")
  }

  @Test("with metadata that cannot be are refused", arguments: [0, 3, 48, 1 << 30])
  func alignment(_ alignment: UInt32) throws {
    try refused(
      edited { $0.metadata[0].value = number(alignment) }, "general.alignment", "power of two")
  }

  @Test("with metadata of unknown types, repeated or deeply nested are refused")
  func metadata() throws {
    try refused(edited { $0.metadata.append(("x", 13, [])) }, "metadata 'x'", "13 is no type")
    try refused(edited { $0.metadata.append($0.metadata[0]) }, "is there twice")
    var nested: [UInt8] = number(UInt32(4)) + number(UInt64(0))
    for _ in 0..<10_000 { nested = number(UInt32(9)) + number(UInt64(1)) + nested }
    try refused(edited { $0.metadata.append(("x", 9, nested)) }, "nested too deeply")
    try refused(edited { $0.metadata.append(("x", 8, number(UInt64(1)) + [0xFF])) }, "UTF-8")
  }
}

/// The little-endian bytes of a number.
private func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// A GGUF file that says whatever a test wants.
struct GGUFBytes {
  struct Tensor {
    var name: String
    var sizes: [UInt64]
    var kind: UInt32
    var offset: UInt64

    init(_ name: String, _ sizes: [UInt64], kind: UInt32, offset: UInt64) {
      (self.name, self.sizes, self.kind, self.offset) = (name, sizes, kind, offset)
    }
  }

  var version: UInt32 = 3
  var claimedTensors: UInt64?
  var claimedValues: UInt64?
  var metadata: [(key: String, type: UInt32, value: [UInt8])]
  var tensors: [Tensor]
  var data: Int

  init(
    metadata: [(key: String, type: UInt32, value: [UInt8])], tensors: [Tensor], data: Int
  ) {
    (self.metadata, self.tensors, self.data) = (metadata, tensors, data)
  }

  private static func text(_ text: String) -> [UInt8] {
    number(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  var bytes: [UInt8] {
    var bytes = Array("GGUF".utf8) + number(version)
    bytes += number(claimedTensors ?? UInt64(tensors.count))
    bytes += number(claimedValues ?? UInt64(metadata.count))
    for (key, type, value) in metadata { bytes += Self.text(key) + number(type) + value }
    for tensor in tensors {
      bytes += Self.text(tensor.name) + number(UInt32(tensor.sizes.count))
      bytes += tensor.sizes.flatMap(number) + number(tensor.kind) + number(tensor.offset)
    }
    bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
    return bytes + [UInt8](repeating: 7, count: data)
  }
}
