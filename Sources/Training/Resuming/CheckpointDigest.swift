import Tensors
import Vocabulary

/// The digest of a trial's checkpoint: its result, and name and bytes of every tensor in the order
/// of the file.
struct CheckpointDigest {
  /// The tensor that holds the digits, behind all others.
  static let name = "digest"
  /// Digits in 16-bit words.
  static let words = 32

  private var stream = ContentDigest.Stream()

  init(_ result: String) { stream.append(Array(result.utf8)) }

  /// Empty tensors have no place of their own in the file, and are left out.
  mutating func begin(_ entry: SafetensorsWriter.Entry) {
    if !entry.shape.contains(0) { begin(entry.name) }
  }

  private mutating func begin(_ name: String) { stream.append(Array("\n\(name)\n".utf8)) }

  mutating func append(_ bytes: UnsafeRawBufferPointer) { stream.append(bytes) }

  /// The digits of everything so far, as they are stored.
  var digits: [UInt8] { Array(stream.value.hex.utf8) }

  /// Whether a file is what was written.
  static func holds(in file: SafetensorsFile) -> Bool {
    var digest = CheckpointDigest(file.metadata["result"] ?? "")
    let tensors = file.tensors.values.filter { !$0.range.isEmpty }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard let last = tensors.last, last.name == name else { return false }
    for tensor in tensors.dropLast() {
      digest.begin(tensor.name)
      file.withBytes(of: tensor) { digest.append($0) }
    }
    return file.withBytes(of: last) { Array($0) } == digest.digits
  }
}
