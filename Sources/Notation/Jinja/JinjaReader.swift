/// Reads an expression from its words, with Jinja's precedence.
///
///     expression = or [ "if" or [ "else" expression ] ]
///     or = and { "or" and }     and = not { "and" not }     not = "not" not | comparison
///     comparison = sum { ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" ) sum }
///     sum = join { ( "+" | "-" ) join }     join = product { "~" product }
///     product = sign { ( "*" | "/" | "//" | "%" ) sign }     sign = [ "-" | "+" ] value
///     value = ( literal | name | list | map | "(" expression ")"
///               | ( function | macro ) "(" arguments ")" )
///             { "." name | "." method "(" arguments ")" | "[" index "]" }
///             { "|" filter [ "(" arguments ")" ] | "is" [ "not" ] test [ argument ] }
///     index = expression | [ expression ] ":" [ expression ] [ ":" [ expression ] ]
struct JinjaReader {
  private let tokens: [JinjaToken]
  private var index = 0
  private let start: JinjaPlace
  /// Names that the template's macros have.
  private let macros: Set<String>
  private var depth = 0

  /// Values inside one another.
  private static let deepest = 64

  init(_ tokens: [JinjaToken], at start: JinjaPlace, macros: Set<String>) {
    self.macros = macros
    self.tokens = tokens
    self.start = start
  }

  var place: JinjaPlace {
    index < tokens.count ? tokens[index].place : tokens.last?.place ?? start
  }

  private var kind: JinjaToken.Kind? { index < tokens.count ? tokens[index].kind : nil }

  mutating func take(_ mark: String) -> Bool {
    guard kind == .mark(mark) else { return false }
    index += 1
    return true
  }

  mutating func take(word: String) -> Bool {
    guard kind == .name(word) else { return false }
    index += 1
    return true
  }

  mutating func name() throws(FormatProblem) -> String {
    guard case .name(let name)? = kind else { throw unexpected("a name") }
    index += 1
    return name
  }

  func expectEnd() throws(FormatProblem) {
    guard index == tokens.count else { throw unexpected("the end of the tag") }
  }

  private mutating func expect(_ mark: String) throws(FormatProblem) {
    guard take(mark) else { throw unexpected("'\(mark)'") }
  }

  private func unexpected(_ wanted: String) -> FormatProblem {
    let found = index < tokens.count ? tokens[index].quoted : "the end of the tag"
    return place.problem("\(found) stands where \(wanted) is expected")
  }

  /// An expression of any kind.
  mutating func expression() throws(FormatProblem) -> JinjaExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw place.problem("an expression is nested more than \(Self.deepest) deep")
    }
    let value = try expressionWithoutChoice()
    let place = place
    guard take(word: "if") else { return value }
    let condition = try expressionWithoutChoice()
    let otherwise = take(word: "else") ? try expression() : nil
    return JinjaExpression(
      .choice(value, condition: condition, otherwise: otherwise), at: place)
  }

  /// An expression behind which an `if` is not its own.
  mutating func expressionWithoutChoice() throws(FormatProblem) -> JinjaExpression {
    var left = try conjunction()
    while true {
      let place = place
      guard take(word: "or") else { return left }
      left = JinjaExpression(.or(left, try conjunction()), at: place)
    }
  }

  private mutating func conjunction() throws(FormatProblem) -> JinjaExpression {
    var left = try negation()
    while true {
      let place = place
      guard take(word: "and") else { return left }
      left = JinjaExpression(.and(left, try negation()), at: place)
    }
  }

  private mutating func negation() throws(FormatProblem) -> JinjaExpression {
    let place = place
    var count = 0
    while take(word: "not") { count += 1 }
    let value = try comparison()
    return (0..<count).reduce(value) { value, _ in JinjaExpression(.not(value), at: place) }
  }

  private mutating func comparison() throws(FormatProblem) -> JinjaExpression {
    let place = place
    let first = try sum()
    var others: [JinjaExpression.Comparison] = []
    while let relation = relation() {
      others.append(JinjaExpression.Comparison(relation: relation, other: try sum()))
    }
    return others.isEmpty ? first : JinjaExpression(.comparison(first, others), at: place)
  }

  private mutating func relation() -> JinjaRelation? {
    switch kind {
    case .mark(let mark):
      guard let relation = JinjaRelation(rawValue: mark) else { return nil }
      index += 1
      return relation
    case .name("in"):
      index += 1
      return .isIn
    case .name("not") where index + 1 < tokens.count && tokens[index + 1].kind == .name("in"):
      index += 2
      return .isNotIn
    default: return nil
    }
  }

  private mutating func sum() throws(FormatProblem) -> JinjaExpression {
    var left = try join()
    while let (mark, place) = takeOperator(["+", "-"]) {
      left = JinjaExpression(.arithmetic(left, mark, try join()), at: place)
    }
    return left
  }

  private mutating func join() throws(FormatProblem) -> JinjaExpression {
    var left = try product()
    while let (mark, place) = takeOperator(["~"]) {
      left = JinjaExpression(.arithmetic(left, mark, try product()), at: place)
    }
    return left
  }

  private mutating func product() throws(FormatProblem) -> JinjaExpression {
    var left = try sign()
    while let (mark, place) = takeOperator(["*", "//", "/", "%"]) {
      left = JinjaExpression(.arithmetic(left, mark, try sign()), at: place)
    }
    return left
  }

  private mutating func takeOperator(_ marks: [String]) -> (JinjaOperator, JinjaPlace)? {
    let place = place
    guard let mark = marks.first(where: { kind == .mark($0) }) else { return nil }
    index += 1
    return JinjaOperator(rawValue: mark).map { ($0, place) }
  }

  private mutating func sign() throws(FormatProblem) -> JinjaExpression {
    let place = place
    if take("+") { return try filtered(try followed(try primary())) }
    guard take("-") else { return try filtered(try followed(try primary())) }
    return try filtered(JinjaExpression(.negative(try followed(try primary())), at: place))
  }
}

extension JinjaReader {
  private mutating func primary() throws(FormatProblem) -> JinjaExpression {
    let place = place
    switch kind {
    case .literal(let value):
      index += 1
      return JinjaExpression(.literal(adjoined(value)), at: place)
    case .name(let name):
      index += 1
      if macros.contains(name) { return try call(of: name, at: place) }
      guard kind == .mark("(") else { return JinjaExpression(.name(name), at: place) }
      let function = try JinjaFunction.named(name, "function", at: place)
      return JinjaExpression(.function(function, try arguments()), at: place)
    case .mark("["):
      index += 1
      return JinjaExpression(.list(try elements(until: "]")), at: place)
    case .mark("{"):
      index += 1
      return JinjaExpression(.map(try entries()), at: place)
    case .mark("("):
      index += 1
      let inner = try expression()
      guard kind != .mark(",") else {
        throw self.place.problem("tuples are not supported; write a list in brackets")
      }
      try expect(")")
      return inner
    default: throw unexpected("a value")
    }
  }

  private mutating func call(
    of macro: String, at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaExpression {
    guard kind == .mark("(") else {
      throw place.problem("'\(macro)' is a macro, which can only be called: \(macro)(…)")
    }
    return JinjaExpression(.macro(macro, try arguments()), at: place)
  }

  /// What a macro takes.
  mutating func parameters() throws(FormatProblem) -> [JinjaStatement.Parameter] {
    var parameters: [JinjaStatement.Parameter] = []
    try expect("(")
    while !take(")") {
      let place = place
      let name = try name()
      let otherwise = take("=") ? try expression() : nil
      guard otherwise != nil || parameters.last?.otherwise == nil else {
        throw place.problem("'\(name)' needs a value of its own, as the argument before it has one")
      }
      guard !macros.contains(name), !parameters.contains(where: { $0.name == name }) else {
        throw place.problem("the name '\(name)' has another meaning already")
      }
      parameters.append(JinjaStatement.Parameter(name: name, otherwise: otherwise))
      guard take(",") else {
        try expect(")")
        break
      }
    }
    return parameters
  }

  /// Texts beside one another are one text.
  private mutating func adjoined(_ value: JinjaValue) -> JinjaValue {
    guard case .text(var text) = value else { return value }
    while case .literal(.text(let more))? = kind {
      text += more
      index += 1
    }
    return .text(text)
  }

  private mutating func elements(until end: String) throws(FormatProblem) -> [JinjaExpression] {
    var elements: [JinjaExpression] = []
    while !take(end) {
      elements.append(try expression())
      guard take(",") else {
        try expect(end)
        break
      }
    }
    return elements
  }

  private mutating func entries() throws(FormatProblem) -> [JinjaExpression.Entry] {
    var entries: [JinjaExpression.Entry] = []
    while !take("}") {
      let key = try expression()
      try expect(":")
      entries.append(JinjaExpression.Entry(key: key, value: try expression()))
      guard take(",") else {
        try expect("}")
        break
      }
    }
    return entries
  }

  /// What is taken of a value: a member, an element, a method's result.
  private mutating func followed(
    _ value: JinjaExpression
  ) throws(FormatProblem) -> JinjaExpression {
    var value = value
    while true {
      let place = place
      if take(".") {
        let name = try name()
        guard kind == .mark("(") else {
          value = JinjaExpression(.member(value, name), at: place)
          continue
        }
        let method = try JinjaMethod.named(name, "method", at: place)
        value = JinjaExpression(.method(value, method, try arguments()), at: place)
      } else if take("[") {
        value = try element(of: value, at: place)
      } else {
        return value
      }
    }
  }

  private mutating func element(
    of value: JinjaExpression, at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaExpression {
    let start = kind == .mark(":") ? nil : try expression()
    guard take(":") else {
      try expect("]")
      guard let start else { throw unexpected("an index") }
      return JinjaExpression(.item(value, start), at: place)
    }
    var bounds = JinjaExpression.Bounds(start: start)
    if kind != .mark(":"), kind != .mark("]") { bounds.end = try expression() }
    if take(":"), kind != .mark("]") { bounds.step = try expression() }
    try expect("]")
    return JinjaExpression(.slice(value, bounds), at: place)
  }

  private mutating func arguments() throws(FormatProblem) -> JinjaExpression.Arguments {
    var arguments = JinjaExpression.Arguments()
    try expect("(")
    while !take(")") {
      if case .name(let name)? = kind, index + 1 < tokens.count,
        tokens[index + 1].kind == .mark("=")
      {
        index += 2
        arguments.named.append(JinjaExpression.Named(name: name, value: try expression()))
      } else {
        arguments.values.append(try expression())
      }
      guard take(",") else {
        try expect(")")
        break
      }
    }
    return arguments
  }

  /// Filters and tests behind a value.
  private mutating func filtered(
    _ value: JinjaExpression
  ) throws(FormatProblem) -> JinjaExpression {
    var value = value
    while true {
      let place = place
      if take("|") {
        let filter = try JinjaFilter.named(try name(), "filter", at: place)
        let given = kind == .mark("(") ? try arguments() : JinjaExpression.Arguments()
        value = JinjaExpression(.filter(value, filter, given), at: place)
      } else if take(word: "is") {
        let isNegated = take(word: "not")
        let test = JinjaExpression(try tested(value), at: place)
        value = isNegated ? JinjaExpression(.not(test), at: place) : test
      } else {
        return value
      }
    }
  }

  private mutating func tested(
    _ value: JinjaExpression
  ) throws(FormatProblem) -> JinjaExpression.Kind {
    let place = place
    let name: String
    switch kind {
    case .literal(.none): (name, index) = ("none", index + 1)
    case .literal(.boolean(let flag)): (name, index) = (flag ? "true" : "false", index + 1)
    default: name = try self.name()
    }
    let test = try JinjaTest.named(name, "test", at: place)
    var given = JinjaExpression.Arguments()
    if kind == .mark("(") {
      given = try arguments()
    } else if test == .equalto || test == .eq {
      given.values = [try followed(try primary())]
    }
    return .test(value, test, given)
  }
}
