/// A word of an expression.
struct JinjaToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case name(String)
    case literal(JinjaValue)
    case mark(String)
  }

  var kind: Kind
  var place: JinjaPlace

  /// How messages quote it.
  var quoted: String {
    switch kind {
    case .name(let name): "'\(name)'"
    case .literal(let value): value.literal
    case .mark(let mark): "'\(mark)'"
    }
  }
}

/// A stretch of a template: text, an expression to be shown, or a statement.
struct JinjaPiece: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case text(String)
    case output([JinjaToken])
    case statement([JinjaToken])
  }

  var content: Content
  var place: JinjaPlace
}

extension JinjaPiece {
  private var statement: [JinjaToken] {
    if case .statement(let tokens) = content { tokens } else { [] }
  }

  /// The name of the macro that begins here.
  var macro: String? {
    guard statement.count > 1, statement[0].kind == .name("macro"),
      case .name(let name) = statement[1].kind
    else { return nil }
    return name
  }

  /// A name by which Jinja gives a macro what its caller gave beyond its arguments.
  var callersWord: JinjaToken? {
    let tokens: [JinjaToken] =
      switch content {
      case .text: []
      case .output(let tokens), .statement(let tokens): tokens
      }
    let words: [JinjaToken.Kind] = [.name("varargs"), .name("kwargs"), .name("caller")]
    let place = tokens.indices.first { index in
      words.contains(tokens[index].kind) && (index == 0 || tokens[index - 1].kind != .mark("."))
    }
    return place.map { tokens[$0] }
  }
}
