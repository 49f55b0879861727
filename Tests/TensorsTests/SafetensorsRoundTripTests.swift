import Foundation
import Tensors
import Testing
import Vocabulary

@Suite struct SafetensorsRoundTripTests {
  private let directory: TemporaryDirectory
  private let file: URL

  init() throws {
    directory = try TemporaryDirectory()
    file = directory.url.appending(path: "model.safetensors")
  }

  /// Writes tensors whose bytes all equal their index, a few bytes at a time.
  private func write(_ entries: [SafetensorsWriter.Entry]) throws {
    try SafetensorsWriter.write(entries, to: file) { index, sink in
      while sink.remaining > 0 {
        let piece = [UInt8](repeating: UInt8(index), count: min(3, sink.remaining))
        try piece.withUnsafeBytes { try sink.write($0) }
      }
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let entries: [SafetensorsWriter.Entry] = [
      .init("half", .f16, shape: [3]), .init("scalar", .f32, shape: []),
      .init("empty", .bf16, shape: [0, 5]), .init("matrix", .f32, shape: [2, 3]),
      .init("\"quoted\\\n\u{1}é😀", .bf16, shape: [1]),
    ]
    try write(entries)
    let read = try SafetensorsFile(file)
    #expect(read.metadata == ["format": "pt"])
    #expect(Set(read.tensors.keys) == Set(entries.map(\.name)))
    for (index, entry) in entries.enumerated() {
      let tensor = try #require(read.tensors[entry.name])
      #expect(tensor.shape == entry.shape)
      #expect(try read.storageFormat(of: tensor) == entry.format)
      let bytes = read.withBytes(of: tensor) { Array($0) }
      #expect(bytes == Array(repeating: UInt8(index), count: tensor.range.count))
      let byteCount = read.withSpan(of: tensor) { $0.byteCount }
      #expect(byteCount == tensor.count * entry.format.byteCount)
    }
  }

  @Test func everyTensorIsAligned() throws {
    try write([
      .init("a", .f16, shape: [1]), .init("b", .f32, shape: [1]), .init("c", .bf16, shape: [3]),
      .init("d", .f32, shape: [1]),
    ])
    let read = try SafetensorsFile(file)
    #expect(read.headerRange.upperBound % 8 == 0)
    for tensor in read.tensors.values {
      let width = try read.storageFormat(of: tensor).byteCount
      #expect(tensor.range.lowerBound % width == 0)
    }
  }

  @Test func aFileWithoutTensorsIsReadBack() throws {
    try SafetensorsWriter.write([], to: file, metadata: [:]) { _, _ in }
    let read = try SafetensorsFile(file)
    #expect(read.tensors.isEmpty && read.metadata.isEmpty)
  }

  @Test(arguments: [3, 5])
  func aWrongNumberOfBytesLeavesTheOldFile(_ count: Int) throws {
    try write([.init("old", .f32, shape: [1])])
    #expect {
      try SafetensorsWriter.write([.init("new", .f32, shape: [1])], to: file) { _, sink in
        try [UInt8](repeating: 0, count: count).withUnsafeBytes { try sink.write($0) }
      }
    } throws: { ($0 as? InputProblem)?.place.hasSuffix("tensor 'new'") == true }
    #expect(try SafetensorsFile(file).tensors.keys.contains("old"))
    #expect(directory.contents == ["model.safetensors"])
  }

  @Test func anInterruptedWriteLeavesNothing() throws {
    struct Interruption: Error {}
    #expect(throws: Interruption.self) {
      try SafetensorsWriter.write([.init("a", .f32, shape: [1])], to: file) { _, _ in
        throw Interruption()
      }
    }
    #expect(directory.contents.isEmpty)
  }

  @Test(arguments: [
    [SafetensorsWriter.Entry("a", .f32, shape: [1]), .init("a", .f32, shape: [1])],
    [.init("__metadata__", .f32, shape: [1])],
    [.init("a", .f32, shape: [-1])],
    [.init("a", .f32, shape: [Int.max, 2])],
    [.init("a", .f16, shape: [1 << 61]), .init("b", .f16, shape: [1 << 61])],
  ])
  func impossibleTensorsAreRefused(_ entries: [SafetensorsWriter.Entry]) {
    #expect(throws: InputProblem.self) { try write(entries) }
    #expect(directory.contents.isEmpty)
  }

  @Test func anAbsentDirectoryIsNamed() {
    let nowhere = directory.url.appending(path: "absent/model.safetensors")
    #expect {
      try SafetensorsWriter.write([], to: nowhere) { _, _ in }
    } throws: { ($0 as? InputProblem)?.kind == .missing }
  }

  @Test func integersAreNotWeights() throws {
    let bytes = safetensors("{\(member("ids", "I64", "1", 0, 8))}", data: 8)
    let read = try SafetensorsFile(try directory.file("ids.safetensors", bytes))
    let tensor = try #require(read.tensors["ids"])
    let problem = refusal { () throws(InputProblem) in _ = try read.storageFormat(of: tensor) }
    #expect(problem?.description.contains("tensor 'ids'") == true)
  }

  @Test func theKernelsKnowEachFormat() {
    #expect(StorageFormat.floats.map(\.kernelCode) == [0, 1, 2])
    #expect(StorageFormat.floats.map(\.byteCount) == [4, 2, 2])
    #expect(StorageFormat.floats.map(\.safetensorsName) == ["F32", "BF16", "F16"])
  }

  @Test func anEmptyFileCanBeMapped() throws {
    let mapped = try MappedFile(try directory.file("empty", []))
    #expect(mapped.count == 0)
    #expect(mapped.withBytes(0..<0) { $0.count } == 0)
  }
}
