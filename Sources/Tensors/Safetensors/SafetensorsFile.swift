import Foundation
import Notation
import Vocabulary

/// A safetensors file, mapped, with a header that has been checked in full.
///
/// Layout: the header's length in 8 bytes, little-endian; the header, JSON; the tensors' bytes.
package struct SafetensorsFile: Sendable {
  /// One tensor of the file.
  package typealias Tensor = StoredTensor

  /// All tensors by name.
  package let tensors: [String: Tensor]
  /// The header's `__metadata__`, empty when there is none.
  package let metadata: [String: String]
  /// The bytes before the tensors: length and header.
  package let headerRange: Range<Int>
  /// The whole file.
  let mapping: MappedFile

  /// The file.
  package var url: URL { mapping.url }
  /// The file's size in bytes.
  package var byteCount: Int { mapping.count }

  /// Maps the file and checks its header against its size; reads no tensor.
  ///
  /// - Throws: `.missing` when it cannot be opened, `.invalid` with the tensor's name otherwise.
  package init(_ url: URL) throws(InputProblem) {
    let file = try MappedFile(url)
    do throws(FormatProblem) {
      let start = try Self.dataStart(in: file)
      let header = try SafetensorsHeader(
        json: file.copy(8..<start), dataBytes: file.count - start)
      tensors = Self.tensors(of: header, from: start)
      metadata = header.metadata
      headerRange = 0..<start
    } catch {
      throw error.inputProblem(in: url)
    }
    mapping = file
  }

  /// Lends the tensor's bytes; `tensor` must be one of this file's.
  ///
  /// They are aligned to the element only where the writer aligned them, and must not be kept.
  package func withBytes<R: ~Copyable, E: Error>(
    of tensor: Tensor, body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    unsafe try mapping.withBytes(tensor.range, body: body)
  }

  /// Lends the tensor's bytes as a span; `tensor` must be one of this file's.
  package func withSpan<R: ~Copyable, E: Error>(
    of tensor: Tensor, body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try mapping.withSpan(tensor.range, body: body)
  }

  /// The format in which a weight is stored.
  ///
  /// - Throws: `.invalid` for integers, booleans and doubles, which cannot be weights.
  package func storageFormat(of tensor: Tensor) throws(InputProblem) -> StorageFormat {
    try WeightFile(mapping).storageFormat(of: tensor)
  }

  /// The offset behind the header, once its length is known to be within limits and file.
  private static func dataStart(in file: MappedFile) throws(FormatProblem) -> Int {
    guard file.count >= 8 else {
      throw FormatProblem(
        "\(file.count) bytes are too few for a safetensors file; download it again")
    }
    let length = file.copy(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // Only where the length makes no sense: a right one may begin with any bytes.
    let isPlausible = length <= UInt64(min(SafetensorsHeader.longest, file.count - 8))
    if !isPlausible, let other = FileSignature.problem(of: file.copy(0..<min(file.count, 32))) {
      throw FormatProblem(other)
    }
    guard length <= UInt64(SafetensorsHeader.longest) else {
      throw FormatProblem(
        at: "header",
        "claims \(length) bytes; at most \(SafetensorsHeader.longest) are allowed, "
          + "so this is not a safetensors file")
    }
    guard Int(length) <= file.count - 8 else {
      throw FormatProblem(
        at: "header",
        "claims \(length) bytes, but only \(file.count - 8) follow; download it again")
    }
    return 8 + Int(length)
  }

  private static func tensors(
    of header: SafetensorsHeader, from start: Int
  ) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for entry in header.entries {
      let range = start + entry.range.lowerBound..<start + entry.range.upperBound
      tensors[entry.name] = Tensor(
        name: entry.name, dtype: entry.type.rawValue, shape: entry.shape, range: range)
    }
    return tensors
  }
}

extension FormatProblem {
  func inputProblem(in url: URL) -> InputProblem {
    let path = url.path(percentEncoded: false)
    return InputProblem(.invalid, at: place.isEmpty ? path : "\(path): \(place)", message)
  }
}

extension SafetensorsFile {
  /// The elements of a small tensor as floats.
  ///
  /// - Throws: `.invalid` for integers, booleans and doubles.
  package func values(of tensor: Tensor) throws(InputProblem) -> [Float] {
    let source = try storageFormat(of: tensor)
    var values = [Float](repeating: 0, count: tensor.count)
    unsafe values.withUnsafeMutableBytes { memory in
      guard let base = memory.baseAddress else { return }
      let view = unsafe WeightView(base, format: .f32, count: tensor.count)
      _ = unsafe withBytes(of: tensor) { unsafe view.fill(from: $0, as: source) }
    }
    return values
  }
}

extension SafetensorsWriter {
  /// A tensor of 32-bit floats that is in memory.
  package struct Values: Sendable {
    /// Its name in the header.
    package var name: String
    /// Its dimensions, the outermost first.
    package var shape: [Int]
    /// As many elements as the shape has, row by row.
    package var values: [Float]

    /// A tensor of a name, a shape and its elements.
    package init(_ name: String, shape: [Int], _ values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Writes small tensors to `url`, as the other form does.
  package static func write(_ tensors: [Values], to url: URL) throws {
    try write(
      tensors.map { Entry($0.name, .f32, shape: $0.shape) }, to: url
    ) { index, sink in
      unsafe try tensors[index].values.withUnsafeBytes { unsafe try sink.write($0) }
    }
  }
}
