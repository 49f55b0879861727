import Foundation
import Tensors
import Vocabulary

/// A SentencePiece tokenizer of a GGUF file as a `tokenizer.model`.
///
/// Field numbers are those of `sentencepiece_model.proto`.
struct GGUFPieces {
  let tokenizer: GGUFTokenizer
  private let scores: [Float]

  init(_ tokenizer: GGUFTokenizer) throws(InputProblem) {
    self.tokenizer = tokenizer
    scores = try tokenizer.metadata.required(
      GGUFTokenizer.prefix + "scores", tokenizer.metadata.reals)
  }

  var data: Data {
    get throws(InputProblem) {
      var model = Message()
      // What only fills the vocabulary up has an id and is never chosen; at the end it can go.
      for token in tokenizer.tokens.prefix(used) { model.add(1, piece(token)) }
      model.add(2, try trainer())
      var normalizer = Message()
      normalizer.add(4, whole: 0)
      model.add(3, normalizer)
      return Data(model.bytes)
    }
  }

  private var used: Int {
    (tokenizer.tokens.lastIndex { $0.kind != .unused } ?? -1) + 1
  }

  private func piece(_ token: GGUFTokenizer.Token) -> Message {
    let kind = token.kind == .unused ? .control : token.kind
    var piece = Message()
    piece.add(1, Array(token.text.utf8))
    piece.add(2, real: scores[token.id])
    piece.add(3, whole: UInt64(kind.rawValue))
    return piece
  }

  private func trainer() throws(InputProblem) -> Message {
    var trainer = Message()
    trainer.add(3, whole: 2)
    trainer.add(35, whole: tokenizer.tokens.contains { $0.kind == .byte } ? 1 : 0)
    for (field, role) in [(40, "unknown"), (41, "bos"), (42, "eos"), (43, "padding")] {
      // -1 says that there is none.
      let id = try tokenizer.token(role).map { UInt64($0.id) } ?? UInt64(bitPattern: -1)
      trainer.add(UInt64(field), whole: id)
    }
    return trainer
  }

  /// A message of Protocol Buffers that is being written.
  private struct Message {
    private(set) var bytes: [UInt8] = []

    private mutating func varint(_ value: UInt64) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    mutating func add(_ field: UInt64, whole value: UInt64) {
      varint(field << 3)
      varint(value)
    }

    mutating func add(_ field: UInt64, real value: Float) {
      varint(field << 3 | 5)
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }

    mutating func add(_ field: UInt64, _ content: [UInt8]) {
      varint(field << 3 | 2)
      varint(UInt64(content.count))
      bytes += content
    }

    mutating func add(_ field: UInt64, _ message: Message) { add(field, message.bytes) }
  }
}
