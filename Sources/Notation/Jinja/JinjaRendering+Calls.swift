import Foundation

/// What functions and filters give.
extension JinjaRendering {
  /// Numbers of a `range`.
  private static let longest = 1 << 20

  mutating func call(
    _ function: JinjaFunction, _ arguments: JinjaArguments, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    switch function {
    case .namespace:
      guard arguments.values.isEmpty else {
        throw place.problem("'namespace' takes named values only")
      }
      return namespace(arguments.named)
    case .range: return .list(try range(arguments, place))
    case .refuse:
      throw place.problem("the template refuses: \(arguments.values.first?.written ?? "")")
    case .now:
      throw place.problem(
        "'strftime_now' would make every day another prompt; give the date in the template")
    }
  }

  private func range(
    _ arguments: JinjaArguments, _ place: JinjaPlace
  ) throws(FormatProblem) -> [JinjaValue] {
    let numbers = arguments.values.compactMap(\.whole)
    guard (1...3).contains(numbers.count), numbers.count == arguments.values.count,
      arguments.named.isEmpty, numbers.count < 3 || numbers[2] != 0
    else { throw place.problem("'range' takes one to three integers, the last of them not 0") }
    let (start, end) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
    let step = numbers.count == 3 ? numbers[2] : 1
    guard max(start.magnitude, end.magnitude, step.magnitude) <= Self.longest else {
      throw place.problem("a range has at most \(Self.longest) numbers")
    }
    return stride(from: start, to: end, by: step).map { .integer($0) }
  }

  mutating func filtered(
    _ value: JinjaValue, _ filter: JinjaFilter, _ arguments: JinjaArguments, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    let call = JinjaCall(place: place, arguments: arguments)
    if ![.byDefault, .d].contains(filter) { _ = try isTrue(value, at: place) }
    if let own = try filteredAlone(value, filter, call, place) { return own }
    switch filter {
    case .join:
      let separator = call.argument(0, "d")?.written ?? ""
      return .text(try call.joined(value, by: separator))
    case .replace: return try call.method(.replace, of: .text(value.written))
    case .trim:
      return .text(JinjaTexts.stripped(value.written, call.argument(0, "chars")))
    case .tojson:
      guard !rules.isStrict else { throw place.problem("'tojson' is for chat templates only") }
      return .text(try JinjaJSON(call).text(value))
    case .map: return try mapped(value, call, place)
    case .select, .reject, .selectattr, .rejectattr:
      return try picked(value, filter, call, place)
    case .byDefault, .d:
      let isMissing = if case .undefined = value { true } else { false }
      let takesEmpty = call.argument(1, "boolean")?.isTrue == true && !value.isTrue
      return isMissing || takesEmpty ? call.argument(0, "default_value") ?? .text("") : value
    default: throw place.problem("the filter '\(filter.rawValue)' takes other arguments")
    }
  }

  /// Filters that take no arguments; nil of another.
  private func filteredAlone(
    _ value: JinjaValue, _ filter: JinjaFilter, _ call: JinjaCall, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue? {
    guard call.arguments.values.isEmpty, call.arguments.named.isEmpty else { return nil }
    switch filter {
    case .length, .count:
      if case .map(let members) = value { return .integer(members.count) }
      return .integer(try elements(of: value, at: place).count)
    case .lower: return .text(value.written.lowercased())
    case .upper: return .text(value.written.uppercased())
    case .title: return .text(JinjaTexts.titled(value.written))
    case .capitalize: return .text(JinjaTexts.capitalized(value.written))
    case .string, .safe: return .text(value.written)
    case .int: return .integer(Self.whole(value))
    case .float: return .real(value.number ?? Double(value.written) ?? 0)
    case .list: return .list(try elements(of: value, at: place))
    case .first: return try elements(of: value, at: place).first ?? .undefined("first element")
    case .last: return try elements(of: value, at: place).last ?? .undefined("last element")
    case .reverse:
      let reversed = Array(try elements(of: value, at: place).reversed())
      if case .text = value { return .text(reversed.map(\.written).joined()) }
      return .list(reversed)
    case .items: return try call.method(.items, of: value)
    default: return nil
    }
  }

  /// What Jinja's `int` makes of a value: 0 of what is no number.
  private static func whole(_ value: JinjaValue) -> Int {
    if let whole = value.whole { return whole }
    let text = JinjaTexts.stripped(value.written, nil)
    if let whole = Int(text) { return whole }
    let number = value.number ?? Double(text)
    return number.flatMap { Int(exactly: $0.rounded(.towardZero)) } ?? 0
  }

  /// `map('lower')`, `map(attribute='role')`.
  private mutating func mapped(
    _ value: JinjaValue, _ call: JinjaCall, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    let elements = try elements(of: value, at: place)
    if case .text(let name)? = call.arguments.named["attribute"] {
      return .list(elements.map { $0[name] ?? .undefined(name) })
    }
    guard case .text(let name)? = call.argument(0), call.arguments.values.count == 1 else {
      throw place.problem("'map' takes the name of one filter, or 'attribute'")
    }
    let inner = try JinjaFilter.named(name, "filter", at: place)
    var mapped: [JinjaValue] = []
    for element in elements {
      mapped.append(try filtered(element, inner, JinjaArguments(), place))
    }
    return .list(mapped)
  }

  /// Those elements of which a test holds (`select`) or not, or of whose member (`selectattr`).
  private func picked(
    _ value: JinjaValue, _ filter: JinjaFilter, _ call: JinjaCall, _ place: JinjaPlace
  ) throws(FormatProblem) -> JinjaValue {
    let ofMember = filter == .selectattr || filter == .rejectattr
    let wanted = filter == .select || filter == .selectattr
    var kept: [JinjaValue] = []
    for element in try elements(of: value, at: place) {
      var asked = element
      if ofMember {
        guard case .text(let name)? = call.argument(0) else {
          throw place.problem("'\(filter.rawValue)' takes a member's name")
        }
        asked = element[name] ?? .undefined(name)
      }
      let arguments = call.arguments.values.dropFirst(ofMember ? 1 : 0)
      if try holds(asked, Array(arguments), place) == wanted { kept.append(element) }
    }
    return .list(kept)
  }

  /// Whether a test holds of a value, or without a test, whether the value is true.
  private func holds(
    _ value: JinjaValue, _ test: [JinjaValue], _ place: JinjaPlace
  ) throws(FormatProblem) -> Bool {
    guard let given = test.first else { return try isTrue(value, at: place) }
    let name = given.written == "==" ? "eq" : given.written
    let arguments = JinjaArguments(values: Array(test.dropFirst()))
    return try JinjaCall(place: place, arguments: arguments)
      .test(try JinjaTest.named(name, "test", at: place), of: value)
  }
}
