import Foundation
import Models
import Tasks
import Tokenizers
import Vocabulary

/// The sequences of tokens that a model learns from, one after the other, without end.
struct PretrainingSequences {
  private var source: Source
  let tokenizer: Tokenizer

  private enum Source {
    case world(AnyIterator<String>, length: Int)
    case file(FileSequences)
  }

  /// Documents of the small world, or a file's, cut to a recipe's length.
  init(_ recipe: Pretraining.Recipe, _ tokenizer: Tokenizer) throws(InputProblem) {
    self.tokenizer = tokenizer
    let seed = UInt64(recipe.seed) &+ 1
    source =
      recipe.file.isEmpty
      ? .world(recipe.text.documents(seed: seed), length: recipe.positions)
      : .file(
        try FileSequences(recipe.file, tokenizer, length: recipe.positions, seed: seed))
  }

  mutating func next(_ count: Int) -> [[Int32]] {
    switch source {
    case .world(let documents, let length):
      return (0..<count).compactMap { _ in
        documents.next().map { Array(tokenizer.encode($0).prefix(length)) }
      }
    case .file(var file):
      let sequences = (0..<count).map { _ in file.next() }
      source = .file(file)
      return sequences
    }
  }
}

/// A text file as sequences of tokens: each document, which ends at an empty line, in pieces of at
/// most a length, each between the special tokens that the tokenizer puts around a text.
///
/// Every pass over the file has an order of its own.
struct FileSequences {
  private let sequences: [[Int32]]
  private var order: [Int] = []
  private var dice: Dice

  /// - Throws: a file that cannot be read, is not UTF-8, or in which nothing follows anything.
  init(_ path: String, _ tokenizer: Tokenizer, length: Int, seed: UInt64) throws(InputProblem) {
    let file = URL(fileURLWithPath: path)
    let text = try UTF8Text.read(file)
    let frame = tokenizer.encode("")
    guard length > frame.count + 1 else {
      throw InputProblem(
        at: "--length", "\(length) has no room for a text between \(frame.count) special tokens")
    }
    let documents = text.split(separator: /\n[ \t\r]*\n/).map(String.init)
    sequences = documents.flatMap { Self.pieces(of: tokenizer.encode($0), frame, length) }
    guard !sequences.isEmpty else {
      throw InputProblem(at: path, "has no text of two tokens or more to learn from")
    }
    dice = Dice(seed: seed)
  }

  mutating func next() -> [Int32] {
    if order.isEmpty {
      order = Array(sequences.indices)
      for place in order.indices.reversed() { order.swapAt(place, dice.roll(place + 1)) }
    }
    return sequences[order.removeLast()]
  }

  /// Special tokens stand before a causal text; of a masked model's two, one stands behind.
  static func pieces(of ids: [Int32], _ frame: [Int32], _ length: Int) -> [[Int32]] {
    let behind = frame.count > 1 ? [frame[frame.count - 1]] : []
    let before = Array(frame.dropLast(behind.count))
    let isFramed = ids.starts(with: before) && ids.suffix(behind.count) == behind[...]
    let body = isFramed ? ids.dropFirst(before.count).dropLast(behind.count) : ids[...]
    let room = length - (isFramed ? frame.count : 0)
    return stride(from: body.startIndex, to: body.endIndex, by: room).map { start in
      let piece = body[start..<min(start + room, body.endIndex)]
      return isFramed ? before + piece + behind : Array(piece)
    }.filter { $0.count > max(1, behind.count + before.count) }
  }
}
