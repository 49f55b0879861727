/// How SentencePiece treats spaces: extra ones removed, the others marked, one put in front.
///
/// `Normalizer::Normalize` of SentencePiece, for texts that no character map changes.
struct SentencePieceSpacing: PreTokenizer {
  let scheme: PrependScheme
  let removesExtraSpaces: Bool
  let escapesSpaces: Bool

  func split(_ piece: Piece) -> [Piece] {
    var text = piece.text
    if removesExtraSpaces { text = removeExtraSpaces(text) }
    guard !text.isEmpty else { return [] }
    if scheme.applies(to: piece) { text = [0x20] + text }
    if escapesSpaces { text = text.replacing([0x20], by: WordCut.mark) }
    return [Piece(text, isFirst: piece.isFirst)]
  }

  private func removeExtraSpaces(_ text: Bytes) -> Bytes {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for byte in text where byte != 0x20 || (result.last ?? 0x20) != 0x20 { result.append(byte) }
    var rest = result[...]
    // At the end the original takes a written mark for a space.
    while rest.last == 0x20 || (escapesSpaces && rest.suffix(3) == WordCut.mark) {
      rest = rest.dropLast(rest.last == 0x20 ? 1 : WordCut.mark.count)
    }
    return rest
  }
}
