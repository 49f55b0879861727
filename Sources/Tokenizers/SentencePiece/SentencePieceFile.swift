import Foundation

/// What `tokenizer.model` of SentencePiece says, as far as it changes ids.
///
/// The numbers of fields are those of `sentencepiece_model.proto` (Kudo and Richardson 2018,
/// arXiv 1808.06226).
struct SentencePieceFile {
  let name: String
  private(set) var pieces: [SentencePieceEntry] = []
  private(set) var addsDummyPrefix = true
  private(set) var removesExtraSpaces = true
  private(set) var escapesSpaces = true
  private(set) var fallsBackToBytes = false
  /// The ids that play a role; an id of -1 says that nothing does.
  private(set) var roles: [SpecialRole: Int32] = [.unknown: 0, .beginning: 1, .end: 2]
  private var modelType: UInt64 = 1

  init(_ data: Data, file: String) throws(TokenizerProblem) {
    name = file
    var reader = ProtobufReader(Bytes(Array(data)[...]), file: file)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let piece)): pieces.append(try SentencePieceEntry(piece, file: file))
      case (2, .bytes(let specification)): try readTrainer(specification)
      case (3, .bytes(let specification)): try readNormalizer(specification)
      case (5, .bytes(let specification)): try readDenormalizer(specification)
      default: break
      }
    }
    guard modelType == 2 else { throw unsupportedModel() }
    guard !pieces.isEmpty else { throw problem("pieces", "there are none; fetch the file again") }
    guard pieces.count <= TokenVocabulary.largestID else {
      throw problem("pieces", "there are \(pieces.count), more than \(TokenVocabulary.largestID)")
    }
  }

  func problem(_ place: String, _ message: String) -> TokenizerProblem {
    TokenizerProblem(file: name, place: place, message: message)
  }

  private func unsupportedModel() -> TokenizerProblem {
    let names: [UInt64: String] = [1: "UNIGRAM", 3: "WORD", 4: "CHAR"]
    return problem(
      "trainer_spec.model_type",
      "model '\(names[modelType] ?? String(modelType))' is not supported (supported: BPE); "
        + "provide a tokenizer.json of a supported kind")
  }

  private mutating func readTrainer(_ bytes: Bytes) throws(TokenizerProblem) {
    var reader = ProtobufReader(bytes, file: name)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (3, .varint(let type)): modelType = type
      case (24, .varint(let flag)) where flag != 0:
        throw problem(
          "trainer_spec.treat_whitespace_as_suffix", "is not supported; provide a tokenizer.json")
      case (35, .varint(let flag)): fallsBackToBytes = flag != 0
      case (40, .varint(let id)): roles[.unknown] = Int32(exactly: id)
      case (41, .varint(let id)): roles[.beginning] = Int32(exactly: id)
      case (42, .varint(let id)): roles[.end] = Int32(exactly: id)
      case (43, .varint(let id)): roles[.padding] = Int32(exactly: id)
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ bytes: Bytes) throws(TokenizerProblem) {
    var reader = ProtobufReader(bytes, file: name)
    var rule = ""
    var map: Bytes = []
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let name)): rule = name.text
      case (2, .bytes(let content)): map = content
      case (3, .varint(let flag)): addsDummyPrefix = flag != 0
      case (4, .varint(let flag)): removesExtraSpaces = flag != 0
      case (5, .varint(let flag)): escapesSpaces = flag != 0
      default: break
      }
    }
    guard map.isEmpty else {
      throw problem(
        "normalizer_spec.precompiled_charsmap",
        "normalization '\(rule)' is not supported (supported: identity); provide a tokenizer.json")
    }
  }

  private func readDenormalizer(_ bytes: Bytes) throws(TokenizerProblem) {
    var reader = ProtobufReader(bytes, file: name)
    while let field = try reader.next() {
      if field.number == 2, case .bytes(let map) = field.value, !map.isEmpty {
        throw problem(
          "denormalizer_spec.precompiled_charsmap", "is not supported; provide a tokenizer.json")
      }
    }
  }
}
