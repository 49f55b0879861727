/// Writes spaces as a visible mark, puts one before a text, and cuts before each mark.
///
/// The start of a text is taken after normalization; the original also looks at what a
/// normalizer removed there, which shows only with `prepend_scheme: first`.
struct MetaspacePreTokenizer: ReadablePreTokenizer {
  static let name = "Metaspace"
  private let mark: Bytes
  private let markScalar: Unicode.Scalar
  private let scheme: PrependScheme
  private let cuts: Bool

  init(_ field: JSONField) throws(TokenizerProblem) {
    mark = try field.metaspaceMark()
    markScalar = mark.scalar(at: mark.startIndex).scalar
    scheme = try PrependScheme(of: field)
    cuts = try field.flag("split", default: true)
  }

  func split(_ piece: Piece) -> [Piece] {
    var piece = piece
    if piece.text.contains(0x20) { piece.text = piece.text.replacing([0x20], by: mark) }
    if scheme.applies(to: piece), !piece.text.starts(with: mark) {
      piece.text = mark + piece.text
    }
    guard cuts else { return [piece] }
    return SplitBehavior.mergedWithNext.split(piece) { $0 == markScalar }
  }
}

extension JSONField {
  /// The `replacement` of a Metaspace component, which must be one scalar.
  func metaspaceMark() throws(TokenizerProblem) -> Bytes {
    let field = try required("replacement")
    let mark = try field.bytes()
    guard let first = mark.indices.first, mark.scalar(at: first).length == mark.count else {
      throw field.problem("must be one character, such as '\u{2581}'")
    }
    return mark
  }
}
