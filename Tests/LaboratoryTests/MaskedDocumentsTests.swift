import Graphs
import Laboratory
import Testing
import Training

/// What a masked model learns from.
@Suite("Masked documents")
struct MaskedDocumentsTests {
  private let masking = MaskedDocuments(mask: 4, firstWord: 5, vocabulary: 100, percent: 25)

  /// Documents of several lengths between the special tokens 0 and 2.
  private let documents: [[Int32]] = (0..<200).map { number in
    let words: [Int32] = (0..<(1 + number % 30)).map { place in
      let word = (number * 7 + place * 3) % 95
      return Int32(5 + word)
    }
    return [0] + words + [2]
  }

  @Test("hide no special token, and ask for what stood there")
  func targets() {
    let batch = masking.batch(documents, seed: 1)
    let originals = documents.flatMap { $0 }
    #expect(batch.tokens.count == originals.count)
    #expect(batch.pickRows == batch.scored.indices.map(Int32.init))
    for (place, token) in zip(batch.scored, batch.pickTokens) {
      #expect(token == originals[Int(place)] && token >= 5)
    }
    let hidden = Set(batch.scored)
    for place in originals.indices where !hidden.contains(Int32(place)) {
      #expect(batch.tokens[place] == originals[place])
    }
    for place in hidden {
      let token = batch.tokens[Int(place)]
      #expect(token == 4 || (5..<100).contains(token))
    }
  }

  @Test("have something to tell in every document")
  func atLeastOne() {
    let batch = masking.batch(documents, seed: 2)
    #expect(Set(batch.pickOptions) == Set((0..<200).map(Int32.init)))
    #expect(masking.batch([[0, 2], [0, 9, 2]], seed: 0).scored == [1])
  }

  @Test("are masked in four places of five, and one in ten stays")
  func shares() {
    var (masks, kept, count) = (0, 0, 0)
    for seed in 0..<20 {
      let batch = masking.batch(documents, seed: UInt64(seed))
      for (place, token) in zip(batch.scored, batch.pickTokens) {
        count += 1
        masks += batch.tokens[Int(place)] == 4 ? 1 : 0
        kept += batch.tokens[Int(place)] == token ? 1 : 0
      }
    }
    #expect(abs(Double(masks) / Double(count) - 0.8) < 0.02)
    #expect(abs(Double(kept) / Double(count) - 0.1) < 0.02)
  }

  @Test("are the same for the same seed")
  func deterministic() {
    #expect(masking.batch(documents, seed: 3) == masking.batch(documents, seed: 3))
    #expect(masking.batch(documents, seed: 3) != masking.batch(documents, seed: 4))
  }
}
