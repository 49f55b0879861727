import Vocabulary

/// Turns examples into token ids for masked models, as LM-BFF does (arXiv 2012.15723).
///
/// Pieces of text are encoded each on its own, between the special tokens of an empty text. An
/// option of several tokens gets as many masks, all predicted at once.
struct MaskedEncoder<Encoder: TextEncoder> {
  let encoder: Encoder
  let mask: Int32
  let maxLength: Int

  /// - Throws: a problem that quotes the example when an option has no token, or more than fit.
  func encode(_ example: Example) throws(InputProblem) -> EncodedExample {
    let form = example.maskedForm
    let (before, after) = (ids(form.before), ids(form.after))
    var candidates: [Continuation] = []
    var isCut = false
    for option in form.options {
      let targets = encoder.encode(option, special: false)
      guard !targets.isEmpty else {
        throw InputProblem(at: example.place, "option '\(option)' has no token")
      }
      let limit = min(maxLength, form.maxLength ?? maxLength)
      guard let cut = cut(before, after, masks: targets.count, limit: limit) else {
        throw InputProblem(
          at: example.place,
          "option '\(option)' has \(targets.count) tokens; maxLength \(limit) leaves no room")
      }
      candidates.append(
        Continuation(sequence: cut.sequence, places: cut.places, targets: targets))
      isCut = isCut || cut.isCut
    }
    var encoded = EncodedExample(
      shared: [], candidates: candidates, gold: example.gold, accepted: example.accepted)
    encoded.isCut = isCut
    return encoded
  }

  private func ids(_ pieces: [MaskedExample.Piece]) -> [Int32] {
    pieces.flatMap { piece in
      let ids = encoder.encode(piece.text, special: false)
      return piece.limit.map { Array(ids.prefix($0)) } ?? ids
    }
  }

  /// A sequence of at most `limit` tokens: what follows the masks loses its end first, the last
  /// special token included, then what precedes them its beginning; nil where no mask fits.
  private func cut(
    _ before: [Int32], _ after: [Int32], masks: Int, limit: Int
  ) -> (sequence: [Int32], places: [Int], isCut: Bool)? {
    let special = encoder.encode("", special: true)
    let room = limit - special.prefix(1).count - masks
    guard room >= 0 else { return nil }
    let head = Array(before.suffix(room))
    let end = after + special.dropFirst()
    let tail = Array(end.prefix(room - head.count))
    let start = special.prefix(1) + head
    let sequence = start + Array(repeating: mask, count: masks) + tail
    let isCut = head.count + tail.count < before.count + end.count
    return (Array(sequence), Array(start.count..<start.count + masks), isCut)
  }
}
