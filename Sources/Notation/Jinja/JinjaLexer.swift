/// Cuts a template into text, expressions and statements.
struct JinjaLexer {
  private var cursor: JinjaCursor
  private let rules: JinjaRules
  private var pieces: [JinjaPiece] = []
  /// What a tag that was just read does to the text behind it.
  private var behind = Margin.kept
  private var startsLine = true

  private enum Margin {
    case kept, lineEnd, all
  }

  /// - Throws: a tag that does not end, or what is no word of an expression.
  static func pieces(of text: String, _ rules: JinjaRules) throws(FormatProblem) -> [JinjaPiece] {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      // Jinja reads every kind of line end as a line feed.
      if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
      scalars.append(scalar)
    }
    scalars = scalars.map { $0 == "\r" ? "\n" : $0 }
    if !rules.keepsLastLineEnd, scalars.last == "\n" { scalars.removeLast() }
    var lexer = JinjaLexer(cursor: JinjaCursor(scalars), rules: rules)
    while !lexer.cursor.isAtEnd { try lexer.readPiece() }
    return lexer.pieces
  }

  private init(cursor: JinjaCursor, rules: JinjaRules) {
    self.cursor = cursor
    self.rules = rules
  }

  private mutating func readPiece() throws(FormatProblem) {
    let place = cursor.place
    var text: [Unicode.Scalar] = []
    var opening: String?
    while opening == nil, let scalar = cursor.peek() {
      opening = ["{{", "{%", "{#"].first(where: cursor.starts(with:))
      if opening == nil {
        text.append(scalar)
        cursor.next()
      }
    }
    trimStart(of: &text)
    let tag = cursor.place
    guard let opening else { return append(text, at: place) }
    _ = cursor.skip(opening)
    trimEnd(of: &text, before: opening)
    append(text, at: place)
    switch opening {
    case "{{":
      let tokens = try tokens(until: "}}", from: tag)
      pieces.append(JinjaPiece(content: .output(tokens), place: tag))
    case "{%":
      let tokens = try tokens(until: "%}", from: tag)
      pieces.append(JinjaPiece(content: .statement(tokens), place: tag))
    default: try skipComment(from: tag)
    }
  }

  private mutating func append(_ text: [Unicode.Scalar], at place: JinjaPlace) {
    guard !text.isEmpty else { return }
    pieces.append(JinjaPiece(content: .text(String(scalars: text)), place: place))
  }

  private mutating func trimStart(of text: inout [Unicode.Scalar]) {
    startsLine = pieces.isEmpty && text.count == cursor.index
    switch behind {
    case .kept: break
    case .lineEnd:
      if text.first == "\n" {
        text.removeFirst()
        startsLine = true
      }
    case .all:
      let kept = text.drop(while: \.isPythonSpace)
      startsLine = text.dropLast(kept.count).last == "\n"
      text = Array(kept)
    }
    behind = .kept
  }

  private mutating func trimEnd(of text: inout [Unicode.Scalar], before opening: String) {
    if cursor.skip("-") {
      text = Array(text[..<(text.lastIndex { !$0.isPythonSpace }.map { $0 + 1 } ?? 0)])
    } else if !cursor.skip("+"), rules.trimsBlocks, opening != "{{" {
      let start = text.lastIndex(of: "\n").map { $0 + 1 } ?? 0
      guard start > 0 || startsLine, text[start...].allSatisfy(\.isPythonSpace) else { return }
      text.removeSubrange(start...)
    }
  }

  private mutating func skipComment(from tag: JinjaPlace) throws(FormatProblem) {
    while !cursor.isAtEnd {
      if ends(with: "#}") { return }
      cursor.next()
    }
    throw tag.problem("a comment is not closed with '#}'")
  }

  /// Passes over the end of a tag, and knows what it does to the text behind.
  private mutating func ends(with closing: String) -> Bool {
    if cursor.skip("-" + closing) {
      behind = .all
    } else if closing != "}}", cursor.skip("+" + closing) {
      behind = .kept
    } else if cursor.skip(closing) {
      behind = rules.trimsBlocks && closing != "}}" ? .lineEnd : .kept
    } else {
      return false
    }
    return true
  }

  private mutating func tokens(
    until closing: String, from tag: JinjaPlace
  ) throws(FormatProblem) -> [JinjaToken] {
    var tokens: [JinjaToken] = []
    var open = 0
    while !cursor.isAtEnd {
      if cursor.peek()?.isPythonSpace == true {
        cursor.next()
      } else if open == 0, ends(with: closing) {
        return tokens
      } else {
        let token = try JinjaWords.next(&cursor)
        if case .mark(let mark) = token.kind {
          if "([{".contains(mark) { open += 1 }
          if ")]}".contains(mark) { open = max(0, open - 1) }
        }
        tokens.append(token)
      }
    }
    throw tag.problem("a tag is not closed with '\(closing)'")
  }
}
