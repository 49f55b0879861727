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
