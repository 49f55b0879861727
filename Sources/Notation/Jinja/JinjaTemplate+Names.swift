extension JinjaTemplate {
  /// The names that the template reads and does not set itself, as far as can be told without
  /// values: what a loop or `set` names counts as its own everywhere.
  package var names: Set<String> {
    var names = JinjaNames()
    for statement in statements { names.add(statement) }
    return names.read.subtracting(names.own)
  }
}

/// Names on the way through a template.
private struct JinjaNames {
  var read: Set<String> = []
  var own: Set<String> = ["loop"]

  mutating func add(_ statement: JinjaStatement) {
    switch statement.kind {
    case .text, .leave, .nextTurn: break
    case .output(let expression): add(expression)
    case .choice(let branches, let otherwise):
      for branch in branches {
        add(branch.condition)
        branch.body.forEach { add($0) }
      }
      otherwise.forEach { add($0) }
    case .loop(let loop):
      own.formUnion(loop.names)
      add(loop.values)
      loop.condition.map { add($0) }
      (loop.body + loop.otherwise).forEach { add($0) }
    case .set(let targets, let expression):
      own.formUnion(targets.map(\.name))
      add(expression)
    case .setText(let target, let body):
      own.insert(target.name)
      body.forEach { add($0) }
    case .macro(let macro):
      own.formUnion(macro.parameters.map(\.name))
      macro.parameters.compactMap(\.otherwise).forEach { add($0) }
      macro.body.forEach { add($0) }
    }
  }

  private mutating func add(_ expression: JinjaExpression) {
    if case .name(let name) = expression.kind { read.insert(name) }
    expression.parts.forEach { add($0) }
  }
}

extension JinjaExpression {
  /// The expressions that it is made of.
  fileprivate var parts: [JinjaExpression] {
    switch kind {
    case .literal, .name: []
    case .list(let elements): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .member(let owner, _), .not(let owner), .negative(let owner): [owner]
    case .item(let owner, let index): [owner, index]
    case .slice(let owner, let bounds):
      [owner] + [bounds.start, bounds.end, bounds.step].compactMap { $0 }
    case .function(_, let given), .macro(_, let given): given.parts
    case .method(let owner, _, let given), .filter(let owner, _, let given),
      .test(let owner, _, let given):
      [owner] + given.parts
    case .and(let left, let right), .or(let left, let right), .arithmetic(let left, _, let right):
      [left, right]
    case .comparison(let first, let others): [first] + others.map(\.other)
    case .choice(let chosen, let condition, let otherwise):
      [chosen, condition] + (otherwise.map { [$0] } ?? [])
    }
  }
}

extension JinjaExpression.Arguments {
  fileprivate var parts: [JinjaExpression] { values + named.map(\.value) }
}
