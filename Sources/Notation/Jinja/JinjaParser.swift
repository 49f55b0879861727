/// Reads the statements of a template.
///
///     template  = { text | "{{" expression "}}" | statement }
///     statement = "{%" "if" expression "%}" template { "{%" "elif" expression "%}" template }
///                   [ "{%" "else" "%}" template ] "{%" "endif" "%}"
///               | "{%" "for" name { "," name } "in" expression [ "if" expression ] "%}" template
///                   [ "{%" "else" "%}" template ] "{%" "endfor" "%}"
///               | "{%" "set" target { "," target } "=" expression "%}"
///               | "{%" "set" target "%}" template "{%" "endset" "%}"
///               | "{%" "generation" "%}" template "{%" "endgeneration" "%}"
///               | "{%" "macro" name "(" [ parameter { "," parameter } ] ")" "%}" template
///                   "{%" "endmacro" "%}"
///               | "{%" ( "break" | "continue" ) "%}"
///     target    = name [ "." name ]
///     parameter = name [ "=" expression ]
///
/// A macro stands in no loop and in no other macro, and its name has no other meaning.
/// `JinjaReader` has the grammar of expressions. Every other statement of Jinja is refused by name.
struct JinjaParser {
  private let pieces: [JinjaPiece]
  private var index = 0
  private var depth = 0
  /// Names of the template's macros, wherever they are defined.
  private let macros: Set<String>
  /// Statements around this one in which names are not those of the template.
  private var enclosing: [String] = []

  /// Statements inside one another.
  private static let deepest = 64

  /// - Throws: what is not of this grammar, with line and column.
  static func statements(
    of text: String, _ rules: JinjaRules
  ) throws(FormatProblem) -> [JinjaStatement] {
    var parser = JinjaParser(pieces: try JinjaLexer.pieces(of: text, rules))
    let (body, end) = try parser.body(until: [])
    if let end { throw end.place.problem("\(end.quoted) closes nothing") }
    return body
  }

  private init(pieces: [JinjaPiece]) {
    self.pieces = pieces
    macros = Set(pieces.compactMap(\.macro))
  }

  /// Statements up to one that begins with one of these words, whose reader is left behind it.
  private mutating func body(
    until ends: Set<String>
  ) throws(FormatProblem) -> ([JinjaStatement], JinjaToken?) {
    depth += 1
    defer { depth -= 1 }
    var body: [JinjaStatement] = []
    while index < pieces.count {
      let piece = pieces[index]
      guard depth <= Self.deepest else {
        throw piece.place.problem("statements are nested more than \(Self.deepest) deep")
      }
      switch piece.content {
      case .text(let text): body.append(JinjaStatement(.text(text), at: piece.place))
      case .output(let tokens):
        var reader = JinjaReader(tokens, at: piece.place, macros: macros)
        let expression = try reader.expression()
        try reader.expectEnd()
        body.append(JinjaStatement(.output(expression), at: piece.place))
      case .statement(let tokens):
        guard let token = tokens.first, case .name(let word) = token.kind else {
          throw piece.place.problem("a statement begins with a word")
        }
        if ends.contains(word) { return (body, token) }
        index += 1
        body += try statement(word, token, tokens.dropFirst())
        continue
      }
      index += 1
    }
    return (body, nil)
  }

  private mutating func statement(
    _ word: String, _ token: JinjaToken, _ rest: ArraySlice<JinjaToken>
  ) throws(FormatProblem) -> [JinjaStatement] {
    var reader = JinjaReader(Array(rest), at: token.place, macros: macros)
    switch word {
    case "if": return [try choice(&reader, token)]
    case "for": return [try loop(&reader, token)]
    case "set": return [try set(&reader, token)]
    case "macro": return [try macro(&reader, token)]
    case "generation":
      // Marks what an assistant wrote; it changes nothing of the text.
      return try closed(["endgeneration"], token, in: word).body
    case "break", "continue":
      try reader.expectEnd()
      return [JinjaStatement(word == "break" ? .leave : .nextTurn, at: token.place)]
    case "endif", "endfor", "endset", "else", "elif", "endgeneration", "endmacro":
      throw token.place.problem("'\(word)' closes nothing")
    default:
      throw token.place.problem(
        "the statement '\(word)' is not supported; there are if, for, set, macro, generation, "
          + "break, continue")
    }
  }

  /// What stands before the word that ends a statement.
  private mutating func closed(
    _ ends: Set<String>, _ token: JinjaToken
  ) throws(FormatProblem) -> (body: [JinjaStatement], end: String, reader: JinjaReader) {
    let (body, end) = try body(until: ends)
    guard let end, case .name(let word) = end.kind,
      case .statement(let tokens) = pieces[index].content
    else { throw token.place.problem("\(token.quoted) is not closed") }
    index += 1
    return (body, word, JinjaReader(Array(tokens.dropFirst()), at: end.place, macros: macros))
  }

  /// The same inside of a statement that has names of its own.
  private mutating func closed(
    _ ends: Set<String>, _ token: JinjaToken, in word: String
  ) throws(FormatProblem) -> (body: [JinjaStatement], end: String, reader: JinjaReader) {
    enclosing.append(word)
    defer { enclosing.removeLast() }
    return try closed(ends, token)
  }

  private mutating func choice(
    _ reader: inout JinjaReader, _ token: JinjaToken
  ) throws(FormatProblem) -> JinjaStatement {
    var branches: [JinjaStatement.Branch] = []
    var condition = try reader.expression()
    try reader.expectEnd()
    while true {
      var part = try closed(["elif", "else", "endif"], token)
      branches.append(JinjaStatement.Branch(condition: condition, body: part.body))
      if part.end == "elif" { condition = try part.reader.expression() }
      try part.reader.expectEnd()
      if part.end == "endif" {
        return JinjaStatement(.choice(branches, otherwise: []), at: token.place)
      }
      if part.end == "else" {
        let last = try closed(["endif"], token)
        return JinjaStatement(.choice(branches, otherwise: last.body), at: token.place)
      }
    }
  }

  private mutating func loop(
    _ reader: inout JinjaReader, _ token: JinjaToken
  ) throws(FormatProblem) -> JinjaStatement {
    var names = [try own(reader.name(), token)]
    while reader.take(",") { names.append(try own(reader.name(), token)) }
    guard reader.take(word: "in") else { throw token.place.problem("'for' lacks its 'in'") }
    let values = try reader.expressionWithoutChoice()
    let condition = reader.take(word: "if") ? try reader.expression() : nil
    try reader.expectEnd()
    let part = try closed(["else", "endfor"], token, in: "for")
    let otherwise = part.end == "else" ? try closed(["endfor"], token, in: "for").body : []
    let loop = JinjaStatement.Loop(
      names: names, values: values, condition: condition, body: part.body, otherwise: otherwise)
    return JinjaStatement(.loop(loop), at: token.place)
  }

  private mutating func set(
    _ reader: inout JinjaReader, _ token: JinjaToken
  ) throws(FormatProblem) -> JinjaStatement {
    var targets = [try target(&reader, token)]
    while reader.take(",") { targets.append(try target(&reader, token)) }
    if reader.take("=") {
      let value = try reader.expression()
      try reader.expectEnd()
      return JinjaStatement(.set(targets, value), at: token.place)
    }
    try reader.expectEnd()
    guard targets.count == 1 else { throw token.place.problem("'set' lacks its '='") }
    let body = try closed(["endset"], token, in: "set").body
    return JinjaStatement(.setText(targets[0], body), at: token.place)
  }

  private mutating func macro(
    _ reader: inout JinjaReader, _ token: JinjaToken
  ) throws(FormatProblem) -> JinjaStatement {
    if let outer = enclosing.last {
      throw token.place.problem("a macro inside of '\(outer)' is not supported")
    }
    let name = try reader.name()
    let parameters = try reader.parameters()
    try reader.expectEnd()
    let start = index
    let part = try closed(["endmacro"], token, in: "macro")
    try part.reader.expectEnd()
    if let word = pieces[start..<index].lazy.compactMap(\.callersWord).first {
      throw word.place.problem("\(word.quoted) of a macro is not supported")
    }
    let macro = JinjaStatement.Macro(name: name, parameters: parameters, body: part.body)
    return JinjaStatement(.macro(macro), at: token.place)
  }

  /// A name that a statement gives a value.
  private func own(_ name: String, _ token: JinjaToken) throws(FormatProblem) -> String {
    guard !macros.contains(name) else {
      throw token.place.problem("'\(name)' is a macro's name and has no other value")
    }
    return name
  }

  private func target(
    _ reader: inout JinjaReader, _ token: JinjaToken
  ) throws(FormatProblem) -> JinjaStatement.Target {
    let name = try own(reader.name(), token)
    return JinjaStatement.Target(name: name, member: reader.take(".") ? try reader.name() : nil)
  }
}
