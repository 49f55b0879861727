/// Before which texts a space is put that marks the start of a word.
enum PrependScheme: String, CaseIterable, Sendable {
  /// Before every stretch of text between added tokens.
  case always
  /// Before the whole text only.
  case first
  case never

  /// Reads `prepend_scheme`, or `add_prefix_space` of before 2024; both may be there if they agree.
  init(of field: JSONField) throws(TokenizerProblem) {
    let addsSpace = try field.flag("add_prefix_space", default: true)
    guard let scheme = try field.optional("prepend_scheme") else {
      self = addsSpace ? .always : .never
      return
    }
    let wanted = try scheme.bytes().text
    guard let found = Self.allCases.first(where: { $0.rawValue == wanted }) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw scheme.problem("scheme '\(wanted)' is not supported (supported: \(known))")
    }
    guard addsSpace || found == .never else {
      throw scheme.problem("contradicts add_prefix_space: false; remove one of the two")
    }
    self = found
  }

  func applies(to piece: Piece) -> Bool {
    switch self {
    case .always: true
    case .first: piece.isFirst
    case .never: false
    }
  }
}
