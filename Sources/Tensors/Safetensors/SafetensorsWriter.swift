import Foundation
import Notation
import Vocabulary

/// Writes safetensors files: streamed, aligned, and atomically.
package struct SafetensorsWriter: Sendable {
  /// One tensor of the file to be.
  package struct Entry: Hashable, Sendable {
    /// Its name in the header.
    package var name: String
    /// The format of its elements.
    package var format: StorageFormat
    /// Its dimensions, the outermost first.
    package var shape: [Int]

    /// A tensor that will be written.
    package init(_ name: String, _ format: StorageFormat, shape: [Int]) {
      self.name = name
      self.format = format
      self.shape = shape
    }
  }

  private let url: URL
  /// Each tensor with its index in the caller's list and its bytes, in the order of the file.
  private let layout: [(index: Int, entry: Entry, byteCount: Int)]
  private let header: [UInt8]

  /// Writes `tensors` to `url`, replacing what is there, or leaves it alone when anything fails.
  ///
  /// `bytes` is called once per tensor with its index in `tensors`, and writes exactly the
  /// tensor's bytes to the sink. Four-byte formats come first, in the given order, so that every
  /// tensor is aligned to its element. No more than one piece is in memory at a time.
  ///
  /// - Throws: an `InputProblem` for names that repeat, shapes that overflow, too few or too many
  ///   bytes, or a failing disk; and what `bytes` throws.
  package static func write(
    _ tensors: [Entry], to url: URL, metadata: [String: String] = ["format": "pt"],
    bytes: (Int, inout TensorSink) throws -> Void
  ) throws {
    try SafetensorsWriter(tensors, to: url, metadata: metadata).write(bytes)
  }

  private init(
    _ tensors: [Entry], to url: URL, metadata: [String: String]
  ) throws(InputProblem) {
    self.url = url
    do throws(FormatProblem) {
      layout = try Self.layout(of: tensors)
      header = try Self.header(layout.map { ($0.entry, $0.byteCount) }, metadata: metadata)
    } catch {
      throw error.inputProblem(in: url)
    }
  }

  private func write(_ bytes: (Int, inout TensorSink) throws -> Void) throws {
    var sink = TensorSink(try TemporaryFile(for: url), path: url.path(percentEncoded: false))
    try sink.append(header)
    for (index, entry, byteCount) in layout {
      sink.begin(entry.name, byteCount: byteCount)
      try bytes(index, &sink)
      try sink.end()
    }
    try sink.commit()
  }

  private static func layout(
    of tensors: [Entry]
  ) throws(FormatProblem) -> [(index: Int, entry: Entry, byteCount: Int)] {
    var names: Set<String> = ["__metadata__"]
    var layout: [(index: Int, entry: Entry, byteCount: Int)] = []
    for (index, entry) in tensors.enumerated() {
      let place = "tensor \(quoted(entry.name))"
      guard names.insert(entry.name).inserted else {
        throw FormatProblem(at: place, "has a name that is taken already")
      }
      guard entry.shape.count <= SafetensorsHeader.mostDimensions,
        entry.shape.allSatisfy({ $0 >= 0 }),
        let byteCount = SafetensorsHeader.byteCount(
          shape: entry.shape, elementBytes: entry.format.byteCount)
      else { throw FormatProblem(at: place, "has an impossible shape, \(entry.shape)") }
      layout.append((index, entry, byteCount))
    }
    return layout.filter { $0.entry.format == .f32 } + layout.filter { $0.entry.format != .f32 }
  }

  /// The header's length and its JSON text, padded with spaces to a multiple of 8 bytes.
  private static func header(
    _ layout: [(entry: Entry, byteCount: Int)], metadata: [String: String]
  ) throws(FormatProblem) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))"
      }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for (entry, byteCount) in layout {
      let (end, overflow) = offset.addingReportingOverflow(byteCount)
      guard !overflow else { throw FormatProblem("more bytes than a file can have") }
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(JSON.quoted(entry.name)):{\"dtype\":\"\(entry.format.safetensorsName)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    return try framed(Array("{\(members.joined(separator: ","))}".utf8))
  }

  private static func framed(_ text: [UInt8]) throws(FormatProblem) -> [UInt8] {
    let padded = text + Array(repeating: 0x20, count: (8 - text.count % 8) % 8)
    guard padded.count <= SafetensorsHeader.longest else {
      throw FormatProblem(at: "header", "\(padded.count) bytes; write fewer tensors per file")
    }
    let length = UInt64(padded.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + padded
  }
}
