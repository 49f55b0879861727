/// Calls of macros, the texts that a template defines.
extension JinjaRendering {
  /// Calls inside one another.
  private static let deepest = 32

  /// The text of a macro, which sees its arguments and the template's own names.
  mutating func call(
    _ name: String, _ given: JinjaArguments, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    guard let macro = macros[name] else {
      throw place.problem("the macro '\(name)' is called before it is defined")
    }
    guard calls < Self.deepest else {
      throw place.problem("macros are called more than \(Self.deepest) deep")
    }
    try check(given, of: macro, place)
    let outer = scopes
    scopes = [outer[0], [:]]
    calls += 1
    for (index, parameter) in macro.parameters.enumerated() {
      let value: JinjaValue
      if index < given.values.count {
        value = given.values[index]
      } else if let named = given.named[parameter.name] {
        value = named
      } else if let otherwise = parameter.otherwise {
        value = try self.value(otherwise)
      } else {
        value = .undefined(parameter.name)
      }
      scopes[1][parameter.name] = value
    }
    let text = try text(of: macro.body)
    scopes = outer
    calls -= 1
    return .text(text)
  }

  private func check(
    _ given: JinjaArguments, of macro: JinjaStatement.Macro, _ place: JinjaPlace
  ) throws(FormatProblem) {
    let (taken, count) = (macro.parameters.count, given.values.count)
    guard count <= taken else {
      throw place.problem("the macro '\(macro.name)' takes \(taken) arguments; there are \(count)")
    }
    let open = Set(macro.parameters.dropFirst(count).map(\.name))
    if let other = given.named.keys.sorted().first(where: { !open.contains($0) }) {
      throw place.problem("the macro '\(macro.name)' has no argument '\(other)' to be given")
    }
  }
}
