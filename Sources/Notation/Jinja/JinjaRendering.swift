/// One rendering of a template: its names, and what it may still do.
struct JinjaRendering {
  var scopes: [[String: JinjaValue]]
  /// What the template has defined so far, and how deep its calls are.
  var macros: [String: JinjaStatement.Macro] = [:]
  var calls = 0
  private var namespaces: [[String: JinjaValue]] = []
  let rules: JinjaRules
  /// Expressions that may still be computed; a template may come from anywhere.
  private var budget = 2_000_000

  /// Bytes of a text.
  private static let longest = 1 << 24

  private enum Flow {
    case onward, leave, nextTurn
  }

  init(_ values: [String: JinjaValue], _ rules: JinjaRules) {
    scopes = [values]
    self.rules = rules
  }

  mutating func text(of statements: [JinjaStatement]) throws(FormatProblem) -> String {
    var output = ""
    _ = try run(statements, into: &output)
    return output
  }

  private mutating func run(
    _ statements: [JinjaStatement], into output: inout String
  ) throws(FormatProblem) -> Flow {
    for statement in statements {
      let flow = try run(statement, into: &output)
      guard flow == .onward else { return flow }
    }
    return .onward
  }

  private mutating func run(
    _ statement: JinjaStatement, into output: inout String
  ) throws(FormatProblem) -> Flow {
    switch statement.kind {
    case .text(let text): output += text
    case .output(let expression): output += try shown(expression).written
    case .choice(let branches, let otherwise):
      for branch in branches
      where try isTrue(
        try value(branch.condition), at: branch.condition.place)
      {
        return try run(branch.body, into: &output)
      }
      return try run(otherwise, into: &output)
    case .loop(let loop): try run(loop, statement.place, into: &output)
    case .set(let targets, let expression):
      try set(targets, to: try value(expression), at: statement.place)
    case .setText(let target, let body):
      try set([target], to: .text(try text(of: body)), at: statement.place)
    case .macro(let macro): macros[macro.name] = macro
    case .leave: return .leave
    case .nextTurn: return .nextTurn
    }
    guard output.utf8.count <= Self.longest else {
      throw statement.place.problem("the text has more than \(Self.longest) bytes")
    }
    return .onward
  }

  private mutating func run(
    _ loop: JinjaStatement.Loop, _ place: JinjaPlace, into output: inout String
  ) throws(FormatProblem) {
    var turns: [[String: JinjaValue]] = []
    for value in try elements(of: try value(loop.values), at: place) {
      try spend(at: place)
      let names = try Self.spread(value, over: loop.names, at: place)
      if let condition = loop.condition {
        scopes.append(names)
        let isKept = try isTrue(try self.value(condition), at: condition.place)
        scopes.removeLast()
        guard isKept else { continue }
      }
      turns.append(names)
    }
    if turns.isEmpty { return _ = try run(loop.otherwise, into: &output) }
    for (index, names) in turns.enumerated() {
      let state = Self.loop(index, of: turns, names: loop.names)
      scopes.append(names.merging(["loop": state]) { own, _ in own })
      let flow = try run(loop.body, into: &output)
      scopes.removeLast()
      if flow == .leave { break }
    }
  }

  /// The values of a loop's names in one turn.
  private static func spread(
    _ value: JinjaValue, over names: [String], at place: JinjaPlace
  ) throws(FormatProblem) -> [String: JinjaValue] {
    guard names.count > 1 else { return [names[0]: value] }
    guard case .list(let parts) = value, parts.count == names.count else {
      throw place.problem("\(value.kind) cannot be taken apart into \(names.count) names")
    }
    return Dictionary(zip(names, parts)) { _, last in last }
  }

  /// The variable `loop`.
  private static func loop(
    _ index: Int, of turns: [[String: JinjaValue]], names: [String]
  ) -> JinjaValue {
    var members = [
      JinjaMember("index", .integer(index + 1)), JinjaMember("index0", .integer(index)),
      JinjaMember("revindex", .integer(turns.count - index)),
      JinjaMember("revindex0", .integer(turns.count - index - 1)),
      JinjaMember("first", .boolean(index == 0)),
      JinjaMember("last", .boolean(index == turns.count - 1)),
      JinjaMember("length", .integer(turns.count)),
    ]
    if names.count == 1 {
      if index > 0 { members.append(JinjaMember("previtem", turns[index - 1][names[0]] ?? .none)) }
      if index + 1 < turns.count {
        members.append(JinjaMember("nextitem", turns[index + 1][names[0]] ?? .none))
      }
    }
    return .map(members)
  }

  private mutating func set(
    _ targets: [JinjaStatement.Target], to value: JinjaValue, at place: JinjaPlace
  ) throws(FormatProblem) {
    let names = targets.indices.map(String.init)
    let values = try Self.spread(value, over: names, at: place)
    for (target, name) in zip(targets, names) {
      let value = values[name] ?? .none
      guard let member = target.member else {
        scopes[scopes.count - 1][target.name] = value
        continue
      }
      guard case .namespace(let number) = self[target.name] else {
        throw place.problem("'\(target.name)' is no namespace, whose members alone can be set")
      }
      namespaces[number][member] = value
    }
  }
}

extension JinjaRendering {
  /// The value of a name; a name that none was given has none.
  subscript(name: String) -> JinjaValue {
    scopes.last { $0[name] != nil }?[name] ?? .undefined(name)
  }

  func member(_ name: String, ofNamespace number: Int) -> JinjaValue {
    namespaces[number][name] ?? .undefined(name)
  }

  mutating func namespace(_ values: [String: JinjaValue]) -> JinjaValue {
    namespaces.append(values)
    return .namespace(namespaces.count - 1)
  }

  /// The value of an expression that is shown.
  mutating func shown(_ expression: JinjaExpression) throws(FormatProblem) -> JinjaValue {
    let value = try value(expression)
    if rules.isStrict, case .undefined(let name) = value {
      throw expression.place.problem("'\(name)' has no value here")
    }
    return value
  }

  /// Whether a condition holds.
  func isTrue(_ value: JinjaValue, at place: JinjaPlace) throws(FormatProblem) -> Bool {
    if rules.isStrict, case .undefined(let name) = value {
      throw place.problem("'\(name)' has no value here")
    }
    return value.isTrue
  }

  /// Counts one computation.
  mutating func spend(at place: JinjaPlace) throws(FormatProblem) {
    budget -= 1
    guard budget > 0 else { throw place.problem("the template takes too many steps") }
  }

  /// What a loop goes over.
  func elements(of value: JinjaValue, at place: JinjaPlace) throws(FormatProblem) -> [JinjaValue] {
    switch value {
    case .list(let values): return values
    case .map(let members): return members.map { .text($0.key) }
    case .text(let text): return text.unicodeScalars.map { .text(String($0)) }
    case .undefined where !rules.isStrict: return []
    default: throw place.problem("\(value.kind) has no elements")
    }
  }
}
