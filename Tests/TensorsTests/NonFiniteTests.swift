import CKernels
import Foundation
import Tensors
import Testing
import Vocabulary

/// What is infinite or no number: found where weights enter, and hidden by no kernel.
@Suite("Numbers that are not finite, stored and computed")
struct NonFiniteTests {
  /// A checkpoint of `a`, 70 elements of which one is other than 1.
  private func checkpoint(
    _ format: StorageFormat, _ bits: UInt32, at place: Int, in directory: TemporaryDirectory
  ) throws -> Checkpoint {
    let one: UInt32 = format == .f32 ? 0x3F80_0000 : format == .bf16 ? 0x3F80 : 0x3C00
    let elements = (0..<70).map { $0 == place ? bits : one }
    let data = elements.flatMap { element in
      withUnsafeBytes(of: element.littleEndian) { Array($0.prefix(format.byteCount)) }
    }
    let header = Array("{\(member("a", format.safetensorsName, "70", 0, data.count))}".utf8)
    _ = try directory.file(
      "model.safetensors", littleEndian(UInt64(header.count)) + header + data)
    return try Checkpoint(directory: directory.url)
  }

  private func problem(
    _ checkpoint: Checkpoint, as format: StorageFormat, streaming: Bool = false
  ) throws -> InputProblem? {
    let tensor = try checkpoint.requiredTensor(named: "a")
    do {
      _ = try checkpoint.frozen(tensor, as: format, streaming: streaming, in: Ledger())
      return nil
    } catch {
      return try #require(error as? InputProblem)
    }
  }

  @Test(
    "are refused by tensor, number and place", arguments: [0, 15, 16, 63, 64, 69],
    [
      (StorageFormat.f32, UInt32(0x7FC0_0001)), (.f32, 0xFF80_0000), (.bf16, 0x7FC0),
      (.bf16, 0xFF80), (.f16, 0x7E00), (.f16, 0xFC00),
    ])
  func refused(place: Int, element: (format: StorageFormat, bits: UInt32)) throws {
    let directory = try TemporaryDirectory()
    let checkpoint = try checkpoint(element.format, element.bits, at: place, in: directory)
    for format in [StorageFormat.f32, .bf16, .f16] {
      for isStreamed in [false, true] {
        let found = try #require(try problem(checkpoint, as: format, streaming: isStreamed))
        #expect(found.kind == .invalid && found.description.contains("tensor 'a'"))
        #expect(found.message.contains("1 element is"), "\(found)")
        #expect(found.message.contains("the first at place \(place);"), "\(found)")
      }
    }
  }

  @Test(
    "are not the largest that are finite",
    arguments: [(StorageFormat.f32, UInt32(0xFF7F_FFFF)), (.bf16, 0xFF7F), (.f16, 0x7BFF)])
  func largest(format: StorageFormat, bits: UInt32) throws {
    let directory = try TemporaryDirectory()
    #expect(try problem(checkpoint(format, bits, at: 40, in: directory), as: format) == nil)
  }

  @Test("are found in the scales of blocks", arguments: [UInt16(0x7C00), 0xFE01])
  func blocks(scale: UInt16) throws {
    let directory = try TemporaryDirectory()
    // Three blocks of Q8_0, of which the second has the scale; the others are of bytes that are 7.
    var bytes = GGUFBytes(
      metadata: [], tensors: [.init("a", [96], kind: 8, offset: 0)], data: 3 * 34
    ).bytes
    let start = bytes.count - 2 * 34
    (bytes[start], bytes[start + 1]) = (UInt8(scale & 0xFF), UInt8(scale >> 8))
    let file = try GGUFFile(try directory.file("a.gguf", bytes))
    let found = try #require(
      try problem(try Checkpoint(file) { ($0, .model) }, as: .f32))
    #expect(found.description.contains("tensor 'a'"))
    #expect(found.message.contains("32 elements are"), "\(found)")
    #expect(found.message.contains("the first at place 32;"), "\(found)")
  }

  @Test("pass through activations and exponentials in every table", arguments: [0, 15, 16, 32])
  func kernels(place: Int) {
    for table in KernelTableTests.tables {
      let name = String(cString: table.name)
      var x = (0..<33).map { Float($0) - 16 }
      x[place] = .nan
      for kind in [ZO_RELU, ZO_GELU, ZO_GELU_TANH, ZO_SILU, ZO_TANH] {
        var y = x
        table.activate(Int32(kind), x.count, x, &y)
        #expect(y.indices.filter { y[$0].isNaN } == [place], "\(name), \(kind)")
      }
      #expect(table.log_sum_exp(x.count, x).isNaN, "\(name)")
      var sums = [Float](repeating: 0, count: x.count)
      table.exp_add(x.count, 1, 0, x, &sums)
      #expect(sums.indices.filter { sums[$0].isNaN } == [place], "\(name)")
      var shares = x
      table.softmax(1, x.count, 0, 0, 0, 1, &shares)
      #expect(shares.allSatisfy { $0.isNaN }, "\(name)")
    }
  }
}
