/// What expressions give.
extension JinjaRendering {
  mutating func value(_ expression: JinjaExpression) throws(FormatProblem) -> JinjaValue {
    let place = expression.place
    try spend(at: place)
    switch expression.kind {
    case .literal(let value): return value
    case .name(let name): return self[name]
    case .list(let elements): return .list(try values(elements))
    case .map(let entries): return try map(entries, at: place)
    case .member(let owner, let name): return try member(name, of: try value(owner), at: place)
    case .item(let owner, let index):
      return try item(try value(index), of: try value(owner), at: place)
    case .slice(let owner, let bounds): return try slice(try value(owner), bounds, at: place)
    case .function(let function, let given): return try call(function, try arguments(given), place)
    case .macro(let name, let given): return try call(name, try arguments(given), place)
    case .method(let owner, let method, let given):
      return try JinjaCall(place: place, arguments: try arguments(given))
        .method(method, of: try value(owner))
    case .filter(let owner, let filter, let given):
      let owner = try value(owner)
      return try filtered(owner, filter, try arguments(given), place)
    case .test(let owner, let test, let given):
      return .boolean(
        try JinjaCall(place: place, arguments: try arguments(given))
          .test(test, of: try value(owner)))
    case .not(let operand): return .boolean(try !isTrue(try value(operand), at: place))
    case .negative(let operand):
      return try JinjaArithmetic(place: place).result(.integer(0), .minus, try value(operand))
    case .and(let left, let right):
      let left = try value(left)
      return try isTrue(left, at: place) ? try value(right) : left
    case .or(let left, let right):
      let left = try value(left)
      return try isTrue(left, at: place) ? left : try value(right)
    case .arithmetic(let left, let mark, let right):
      return try JinjaArithmetic(place: place).result(try shown(left), mark, try shown(right))
    case .comparison(let first, let others): return try compare(first, others, at: place)
    case .choice(let chosen, let condition, let otherwise):
      if try isTrue(try value(condition), at: place) { return try value(chosen) }
      return try otherwise.map { other throws(FormatProblem) in try value(other) } ?? .text("")
    }
  }

  private mutating func values(
    _ expressions: [JinjaExpression]
  ) throws(FormatProblem) -> [JinjaValue] {
    var values: [JinjaValue] = []
    for expression in expressions { values.append(try value(expression)) }
    return values
  }

  private mutating func arguments(
    _ given: JinjaExpression.Arguments
  ) throws(FormatProblem) -> JinjaArguments {
    var arguments = JinjaArguments(values: try values(given.values))
    for named in given.named { arguments.named[named.name] = try value(named.value) }
    return arguments
  }

  private mutating func map(
    _ entries: [JinjaExpression.Entry], at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    var members: [JinjaMember] = []
    for entry in entries {
      guard case .text(let key) = try value(entry.key) else {
        throw place.problem("a key must be a text")
      }
      members.removeAll { $0.key == key }
      members.append(JinjaMember(key, try value(entry.value)))
    }
    return .map(members)
  }

  private mutating func compare(
    _ first: JinjaExpression, _ others: [JinjaExpression.Comparison], at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    var left = try value(first)
    for comparison in others {
      let right = try value(comparison.other)
      guard try JinjaArithmetic(place: place).holds(left, comparison.relation, right) else {
        return .boolean(false)
      }
      left = right
    }
    return .boolean(true)
  }

  /// Names that every mapping of Python has for methods of its own.
  private static let ownNames: Set<String> = [
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update",
    "values",
  ]

  private func member(
    _ name: String, of owner: JinjaValue, at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    switch owner {
    case .namespace(let number): return member(name, ofNamespace: number)
    case .map:
      guard !Self.ownNames.contains(name) else {
        throw place.problem("'.\(name)' is a method of mappings; write ['\(name)']")
      }
      return owner[name] ?? .undefined(name)
    case .undefined: throw place.problem("\(owner.kind), has no member '\(name)'")
    default:
      guard JinjaMethod(rawValue: name) == nil else {
        throw place.problem("'.\(name)' is a method; write .\(name)()")
      }
      return .undefined(name)
    }
  }

  private func item(
    _ index: JinjaValue, of owner: JinjaValue, at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    switch (owner, index) {
    case (.map, .text(let key)): return owner[key] ?? .undefined(key)
    case (.namespace(let number), .text(let key)): return member(key, ofNamespace: number)
    case (.list(let values), _):
      guard let number = index.whole else { break }
      let place = number < 0 ? number + values.count : number
      return values.indices.contains(place) ? values[place] : .undefined("element \(number)")
    case (.text(let text), _):
      guard let number = index.whole else { break }
      let scalars = Array(text.unicodeScalars)
      let place = number < 0 ? number + scalars.count : number
      return scalars.indices.contains(place)
        ? .text(String(scalars[place])) : .undefined("character \(number)")
    case (.undefined, _): throw place.problem("\(owner.kind), has no elements")
    default: break
    }
    return .undefined("element \(index.written) of \(owner.kind)")
  }

  private mutating func slice(
    _ owner: JinjaValue, _ bounds: JinjaExpression.Bounds, at place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    var numbers: [Int?] = []
    for bound in [bounds.start, bounds.end, bounds.step] {
      guard let bound else {
        numbers.append(nil)
        continue
      }
      let value = try value(bound)
      guard value == .none || value.whole != nil else {
        throw place.problem("\(value.kind) is no index")
      }
      numbers.append(value.whole)
    }
    guard numbers[2] != 0 else { throw place.problem("the step of a slice is 0") }
    let slice = JinjaSlice(start: numbers[0], end: numbers[1], step: numbers[2] ?? 1)
    switch owner {
    case .list(let values): return .list(slice.indices(of: values.count).map { values[$0] })
    case .text(let text):
      let scalars = Array(text.unicodeScalars)
      return .text(String(scalars: slice.indices(of: scalars.count).map { scalars[$0] }))
    default: throw place.problem("\(owner.kind) has no parts")
    }
  }
}

/// `[start:end:step]`, as Python takes it.
struct JinjaSlice {
  var start: Int?
  var end: Int?
  var step: Int

  func indices(of count: Int) -> [Int] {
    let (least, most) = step > 0 ? (0, count) : (-1, count - 1)
    func bound(_ value: Int?, _ otherwise: Int) -> Int {
      guard let value else { return otherwise }
      let (sum, overflow) = value.addingReportingOverflow(value < 0 ? count : 0)
      return overflow ? least : min(max(sum, least), most)
    }
    let first = bound(start, step > 0 ? 0 : count - 1)
    let last = bound(end, step > 0 ? count : -1)
    // No text has as many characters as the largest step passes over.
    let step = min(max(step, -1 << 40), 1 << 40)
    return Array(stride(from: first, to: last, by: step))
  }
}
