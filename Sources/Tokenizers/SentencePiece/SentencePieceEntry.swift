import Notation

/// One piece of a SentencePiece vocabulary; its id is its place in the file.
struct SentencePieceEntry {
  /// `SentencePiece.Type` in `sentencepiece_model.proto`.
  enum Kind: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  var content: Bytes = []
  var score: Float = 0
  var kind = Kind.normal
  /// Where it stands in the file, in bytes.
  var offset: Int

  init(_ bytes: Bytes) throws(FormatProblem) {
    offset = bytes.startIndex
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let content)): self.content = content
      case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
      case (3, .varint(let number)):
        guard let kind = Kind(rawValue: number) else {
          throw FormatProblem(
            at: "byte \(field.offset)", "piece type \(number) is not supported (supported: 1...6)")
        }
        self.kind = kind
      default: break
      }
    }
    try check()
  }

  private func check() throws(FormatProblem) {
    let problem = { (message: String) in
      FormatProblem(at: "byte \(offset)", message + "; fetch the file again")
    }
    guard !content.isEmpty else { throw problem("a piece is empty") }
    guard String(validating: content, as: UTF8.self) != nil else {
      throw problem("a piece is not UTF-8")
    }
    guard score.isFinite else { throw problem("piece '\(content.text)' has no finite score") }
    guard kind != .byte || ByteToken.byte(of: content) != nil else {
      throw problem("byte piece '\(content.text)' is not of the form <0x41>")
    }
  }
}
