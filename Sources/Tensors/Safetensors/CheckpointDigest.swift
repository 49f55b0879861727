import Vocabulary

/// The digest of a trial's checkpoint: its result, and name and bytes of every tensor in the order
/// of the file.
package struct CheckpointDigest {
  /// The tensor that holds the digits, behind all others.
  package static let name = "digest"
  /// Digits in 16-bit words.
  package static let words = 32

  private var stream = ContentDigest.Stream()

  package init(_ result: String) { stream.append(Array(result.utf8)) }

  /// Empty tensors have no place of their own in the file, and are left out.
  package mutating func begin(_ entry: SafetensorsWriter.Entry) {
    if !entry.shape.contains(0) { begin(entry.name) }
  }

  private mutating func begin(_ name: String) { stream.append(Array("\n\(name)\n".utf8)) }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) { unsafe stream.append(bytes) }

  package mutating func append(_ values: [Float]) {
    unsafe values.withUnsafeBytes { unsafe stream.append($0) }
  }

  /// The digits of everything so far, as they are stored.
  package var digits: [UInt8] { Array(stream.value.hex.utf8) }

  /// Whether a file is what was written.
  package static func holds(in file: SafetensorsFile) -> Bool {
    var digest = CheckpointDigest(file.metadata["result"] ?? "")
    let tensors = file.tensors.values.filter { !$0.range.isEmpty }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard let last = tensors.last, last.name == name else { return false }
    for tensor in tensors.dropLast() {
      digest.begin(tensor.name)
      unsafe file.withBytes(of: tensor) { unsafe digest.append($0) }
    }
    return unsafe file.withBytes(of: last) { unsafe Array($0) } == digest.digits
  }
}
