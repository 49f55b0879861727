import Notation
import Vocabulary

/// Where the bytes of a file's tensors go, in order and in pieces of any size.
package struct TensorSink: ~Copyable {
  private var file: TemporaryFile
  /// The file's path, for messages.
  private let path: String
  private var name = ""
  private var expected = 0
  /// The bytes that the current tensor still lacks.
  public private(set) var remaining = 0

  init(_ file: consuming TemporaryFile, path: String) {
    self.file = file
    self.path = path
  }

  /// Appends bytes, row-major and little-endian.
  ///
  /// - Throws: when there are more than the tensor's shape needs, or the disk refuses them.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(InputProblem) {
    guard bytes.count <= remaining else {
      throw problem("got more than its \(expected) bytes")
    }
    unsafe try file.append(bytes)
    remaining -= bytes.count
  }

  /// Appends 32-bit floats.
  package mutating func write(_ values: [Float]) throws(InputProblem) {
    unsafe try write(values.span.bytes)
  }

  /// Appends the bytes of a span, for callers that have no business with pointers.
  package mutating func write(_ bytes: RawSpan) throws(InputProblem) {
    unsafe try bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(InputProblem) in
      unsafe try write(bytes)
    }
  }

  mutating func append(_ bytes: [UInt8]) throws(InputProblem) {
    remaining = bytes.count
    unsafe try write(ContiguousArray(bytes).span.bytes)
  }

  mutating func begin(_ name: String, byteCount: Int) {
    self.name = name
    expected = byteCount
    remaining = byteCount
  }

  mutating func end() throws(InputProblem) {
    guard remaining == 0 else {
      throw problem("got \(expected - remaining) of its \(expected) bytes")
    }
  }

  mutating func commit() throws(InputProblem) { try file.commit() }

  private borrowing func problem(_ message: String) -> InputProblem {
    InputProblem(.invalid, at: "\(path): tensor \(quoted(name))", message)
  }
}
