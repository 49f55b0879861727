import Foundation
import Graphs
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
    if let foreign = tokenizer.problem(of: sequences.joined()) {
      throw InputProblem(at: path, foreign)
    }
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

/// Documents with some tokens hidden: what a masked language model learns from.
///
/// Devlin et al. 2019, arXiv:1810.04805, section 3.1: of the chosen tokens 80 % become the mask,
/// 10 % any token, 10 % stay. The first and the last token, which are special, are never chosen.
/// Half of the documents hide tokens anywhere; the others only behind a random place, and most
/// there: what follows has to be told from what precedes it, not from its neighbors.
package struct MaskedDocuments {
  var mask: Int32
  /// Ids that a token may become are `firstWord..<vocabulary`.
  var firstWord: Int32
  var vocabulary: Int32
  var percent: Int

  private static let tailPercent = 70

  package init(mask: Int32, firstWord: Int32, vocabulary: Int32, percent: Int) {
    (self.mask, self.firstWord) = (mask, firstWord)
    (self.vocabulary, self.percent) = (vocabulary, percent)
  }

  package func batch(_ documents: [[Int32]], seed: UInt64) -> Batch {
    var dice = Dice(seed: seed)
    var batch = Batch()
    for ids in documents where ids.count > 2 { add(ids, to: &batch, &dice) }
    return batch
  }

  private func add(_ ids: [Int32], to batch: inout Batch, _ dice: inout Dice) {
    let start = batch.tokens.count
    let option = batch.options.count
    batch.tokens += ids
    batch.positions += ids.indices.map(Int32.init)
    batch.segments.append(Segment(queries: Span32(start, ids.count)))
    for index in chosen(ids.count, &dice) {
      batch.tokens[start + index] = hidden(ids[index], &dice)
      batch.pickRows.append(Int32(batch.scored.count))
      batch.scored.append(Int32(start + index))
      batch.pickTokens.append(ids[index])
      batch.pickOptions.append(Int32(option))
    }
    batch.options.append(Span32(option, 1))
    batch.gold.append(0)
  }

  /// At least one place, so that every document has a loss.
  private func chosen(_ count: Int, _ dice: inout Dice) -> [Int] {
    let isTail = dice.chance(percent: 50)
    let start = isTail ? 1 + dice.roll(count - 2) : 1
    let rate = isTail ? Self.tailPercent : percent
    let places = (start..<count - 1).filter { _ in dice.chance(percent: rate) }
    return places.isEmpty ? [1 + dice.roll(count - 2)] : places
  }

  private func hidden(_ id: Int32, _ dice: inout Dice) -> Int32 {
    switch dice.roll(10) {
    case ..<8: mask
    case 8: firstWord + Int32(dice.roll(Int(vocabulary - firstWord)))
    default: id
    }
  }
}
