import Foundation
import Notation

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
    do throws(FormatProblem) {
      try read(Array(data)[...])
    } catch {
      throw problem(error.place, error.message)
    }
  }

  func problem(_ place: String, _ message: String) -> TokenizerProblem {
    TokenizerProblem(file: name, place: place, message: message)
  }

  private mutating func read(_ bytes: Bytes) throws(FormatProblem) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let piece)): pieces.append(try SentencePieceEntry(piece))
      case (2, .bytes(let specification)): try readTrainer(specification)
      case (3, .bytes(let specification)): try readNormalizer(specification)
      case (5, .bytes(let specification)): try readDenormalizer(specification)
      default: break
      }
    }
    guard modelType == 2 else { throw unsupportedModel() }
    let most = TokenVocabulary.largestID
    guard !pieces.isEmpty else {
      throw FormatProblem(at: "pieces", "there are none; fetch the file again")
    }
    guard pieces.count <= most else {
      throw FormatProblem(at: "pieces", "there are \(pieces.count), more than \(most)")
    }
  }

  private func unsupportedModel() -> FormatProblem {
    let names: [UInt64: String] = [1: "UNIGRAM", 3: "WORD", 4: "CHAR"]
    return FormatProblem(
      at: "trainer_spec.model_type",
      "model '\(names[modelType] ?? String(modelType))' is not supported (supported: BPE); "
        + "provide a tokenizer.json of a supported kind")
  }

  private mutating func readTrainer(_ bytes: Bytes) throws(FormatProblem) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (3, .varint(let type)): modelType = type
      case (24, .varint(let flag)) where flag != 0:
        throw FormatProblem(
          at: "trainer_spec.treat_whitespace_as_suffix",
          "is not supported; provide a tokenizer.json")
      case (35, .varint(let flag)): fallsBackToBytes = flag != 0
      case (40, .varint(let id)): roles[.unknown] = Int32(exactly: id)
      case (41, .varint(let id)): roles[.beginning] = Int32(exactly: id)
      case (42, .varint(let id)): roles[.end] = Int32(exactly: id)
      case (43, .varint(let id)): roles[.padding] = Int32(exactly: id)
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ bytes: Bytes) throws(FormatProblem) {
    var reader = ProtobufReader(bytes)
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
      throw FormatProblem(
        at: "normalizer_spec.precompiled_charsmap",
        "normalization '\(rule)' is not supported (supported: identity); provide a tokenizer.json")
    }
  }

  private func readDenormalizer(_ bytes: Bytes) throws(FormatProblem) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      if field.number == 2, case .bytes(let map) = field.value, !map.isEmpty {
        throw FormatProblem(
          at: "denormalizer_spec.precompiled_charsmap", "is not supported; provide a tokenizer.json"
        )
      }
    }
  }
}
