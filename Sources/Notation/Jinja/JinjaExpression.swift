/// An expression as it was read, with its place.
struct JinjaExpression: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case literal(JinjaValue)
    case name(String)
    case list([JinjaExpression])
    case map([Entry])
    case member(JinjaExpression, String)
    case item(JinjaExpression, JinjaExpression)
    case slice(JinjaExpression, Bounds)
    case function(JinjaFunction, Arguments)
    /// A call of what the template defines itself.
    case macro(String, Arguments)
    case method(JinjaExpression, JinjaMethod, Arguments)
    case filter(JinjaExpression, JinjaFilter, Arguments)
    case test(JinjaExpression, JinjaTest, Arguments)
    case not(JinjaExpression)
    case negative(JinjaExpression)
    case and(JinjaExpression, JinjaExpression)
    case or(JinjaExpression, JinjaExpression)
    case arithmetic(JinjaExpression, JinjaOperator, JinjaExpression)
    /// `a < b <= c`: what is first compared, and with what in turn.
    case comparison(JinjaExpression, [Comparison])
    /// `a if condition else b`.
    case choice(JinjaExpression, condition: JinjaExpression, otherwise: JinjaExpression?)
  }

  struct Entry: Hashable, Sendable {
    var key: JinjaExpression
    var value: JinjaExpression
  }
  struct Bounds: Hashable, Sendable {
    var start: JinjaExpression?
    var end: JinjaExpression?
    var step: JinjaExpression?
  }
  struct Comparison: Hashable, Sendable {
    var relation: JinjaRelation
    var other: JinjaExpression
  }
  struct Arguments: Hashable, Sendable {
    var values: [JinjaExpression] = []
    var named: [Named] = []
  }
  struct Named: Hashable, Sendable {
    var name: String
    var value: JinjaExpression
  }

  var kind: Kind
  var place: JinjaPlace

  init(_ kind: Kind, at place: JinjaPlace) {
    self.kind = kind
    self.place = place
  }
}

/// What makes one value of two.
enum JinjaOperator: String, Hashable, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
  case dividedWhole = "//"
  case remainder = "%"
  case joined = "~"
}

/// What compares two values.
enum JinjaRelation: String, Hashable, Sendable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// A statement as it was read, or text.
struct JinjaStatement: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case text(String)
    case output(JinjaExpression)
    case choice([Branch], otherwise: [JinjaStatement])
    case loop(Loop)
    case set([Target], JinjaExpression)
    case setText(Target, [JinjaStatement])
    case macro(Macro)
    case leave, nextTurn
  }

  struct Branch: Hashable, Sendable {
    var condition: JinjaExpression
    var body: [JinjaStatement]
  }
  struct Loop: Hashable, Sendable {
    var names: [String]
    var values: JinjaExpression
    var condition: JinjaExpression?
    var body: [JinjaStatement]
    var otherwise: [JinjaStatement]
  }
  /// A text with arguments, which the template calls by its name.
  struct Macro: Hashable, Sendable {
    var name: String
    var parameters: [Parameter]
    var body: [JinjaStatement]
  }
  struct Parameter: Hashable, Sendable {
    var name: String
    /// Its value where none is given; nil for none.
    var otherwise: JinjaExpression?
  }
  /// A name, or a member of what `namespace()` made.
  struct Target: Hashable, Sendable {
    var name: String
    var member: String?
  }

  var kind: Kind
  var place: JinjaPlace

  init(_ kind: Kind, at place: JinjaPlace) {
    self.kind = kind
    self.place = place
  }
}
