import Foundation
import Notation

/// Reads the merges of a byte-pair model, from `tokenizer.json` or from `merges.txt`.
enum MergeList {
  /// `merges` as `"a b"` strings or as `["a", "b"]` pairs.
  static func read(
    _ field: JSONField, vocabulary: TokenVocabulary
  ) throws(TokenizerProblem) -> MergeTable {
    var table = MergeTable()
    guard case .array(let merges) = field.value else { throw field.problem("must be a list") }
    table.reserve(merges.count)
    for (index, merge) in merges.enumerated() {
      let problem = { (message: String) in
        TokenizerProblem(file: field.file, place: "\(field.place)[\(index)]", message: message)
      }
      guard let (left, right) = pair(merge) else { throw problem("must be a pair of pieces") }
      if let complaint = append(left, right, to: &table, vocabulary) { throw problem(complaint) }
    }
    return table
  }

  /// The lines of `merges.txt`: two pieces with a space between them.
  static func read(
    _ data: Data, file: String, vocabulary: TokenVocabulary
  ) throws(TokenizerProblem) -> MergeTable {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw TokenizerProblem(
        file: file, place: "text", message: "is not UTF-8; save it so or fetch it again")
    }
    var table = MergeTable()
    let lines = Array(data).split(separator: 0x0A, omittingEmptySubsequences: false)
    table.reserve(lines.count)
    for (index, raw) in lines.enumerated() {
      let line = raw.last == 0x0D ? raw.dropLast() : raw
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      let problem = { (message: String) in
        TokenizerProblem(file: file, place: "line \(index + 1)", message: message)
      }
      guard let (left, right) = pair(line) else {
        throw problem("must be two pieces with a space between them")
      }
      if let complaint = append(left, right, to: &table, vocabulary) { throw problem(complaint) }
    }
    return table
  }

  /// Appends the next merge; nil, or what is wrong with it.
  private static func append(
    _ left: Bytes, _ right: Bytes, to table: inout MergeTable, _ vocabulary: TokenVocabulary
  ) -> String? {
    let missing = { (piece: Bytes) in
      "piece '\(piece.text)' is not in the vocabulary; take both from the same model"
    }
    guard let leftID = vocabulary.id(left) else { return missing(left) }
    guard let rightID = vocabulary.id(right) else { return missing(right) }
    guard let product = vocabulary.id(left + right) else { return missing(left + right) }
    guard table.insert(leftID, rightID, product: product, rank: table.count) else {
      return "'\(left.text) \(right.text)' is repeated; remove one of the two"
    }
    return nil
  }

  private static func pair(_ merge: JSON) -> (Bytes, Bytes)? {
    switch merge {
    case .string(let text): return pair(text)
    case .array(let items):
      guard items.count == 2, case .string(let left) = items[0], case .string(let right) = items[1]
      else { return nil }
      return (left, right)
    default: return nil
    }
  }

  private static func pair(_ text: Bytes) -> (Bytes, Bytes)? {
    let pieces = text.split(separator: 0x20, omittingEmptySubsequences: false)
    guard pieces.count == 2, !pieces[0].isEmpty, !pieces[1].isEmpty else { return nil }
    return (pieces[0], pieces[1])
  }
}
