/// What a method, filter or test was given.
struct JinjaArguments {
  var values: [JinjaValue] = []
  var named: [String: JinjaValue] = [:]
}

/// A call at its place, with what it was given.
struct JinjaCall {
  let place: JinjaPlace
  let arguments: JinjaArguments

  /// - Throws: an argument that a call of this name does not take.
  private func allow(_ count: ClosedRange<Int>, named: Set<String> = []) throws(FormatProblem) {
    let others = Set(arguments.named.keys).subtracting(named)
    if let name = others.sorted().first {
      throw place.problem("the argument '\(name)' is not supported here")
    }
    guard count.contains(arguments.values.count) else {
      throw place.problem(
        "\(arguments.values.count) arguments are given; \(count.lowerBound)"
          + (count.count == 1 ? " is" : " to \(count.upperBound) are") + " taken")
    }
  }

  func argument(_ index: Int, _ name: String = "") -> JinjaValue? {
    index < arguments.values.count ? arguments.values[index] : arguments.named[name]
  }

  private func text(_ index: Int) throws(FormatProblem) -> String {
    guard case .text(let text)? = argument(index) else {
      throw place.problem("argument \(index + 1) must be a text")
    }
    return text
  }

  private func count(_ index: Int, _ otherwise: Int) throws(FormatProblem) -> Int {
    guard let value = argument(index) else { return otherwise }
    guard let whole = value.whole else {
      throw place.problem("argument \(index + 1) must be an integer")
    }
    return whole < 0 ? .max : whole
  }

  func method(_ method: JinjaMethod, of owner: JinjaValue) throws(FormatProblem) -> JinjaValue {
    switch owner {
    case .text(let text): try self.method(method, ofText: text)
    case .list(let values): try self.method(method, ofList: values)
    case .map(let members): try self.method(method, ofMap: members, owner)
    default: throw place.problem("\(owner.kind) has no method '\(method.rawValue)'")
    }
  }

  private func method(
    _ method: JinjaMethod, ofText text: String
  ) throws(FormatProblem) -> JinjaValue {
    switch method {
    case .strip, .lstrip, .rstrip:
      try allow(0...1)
      return .text(
        JinjaTexts.stripped(
          text, argument(0), atStart: method != .rstrip, atEnd: method != .lstrip))
    case .lower: return .text(text.lowercased())
    case .upper: return .text(text.uppercased())
    case .title: return .text(JinjaTexts.titled(text))
    case .capitalize: return .text(JinjaTexts.capitalized(text))
    case .split, .rsplit: return try split(text, fromEnd: method == .rsplit)
    case .splitlines:
      try allow(0...0)
      return .list(JinjaTexts.lines(text).map { .text($0) })
    case .replace:
      try allow(2...3)
      let (part, other) = (try self.text(0), try self.text(1))
      guard !part.isEmpty else { throw place.problem("an empty text cannot be replaced") }
      return .text(JinjaTexts.replacing(text, part, other, most: try count(2, .max)))
    case .startswith, .endswith: return .boolean(try begins(text, atEnd: method == .endswith))
    case .find, .index: return try find(text, mustStand: method == .index)
    case .count:
      try allow(1...1)
      let part = try self.text(0)
      guard !part.isEmpty else { throw place.problem("an empty text cannot be counted") }
      return .integer(JinjaTexts.split(text, by: part, most: .max).count - 1)
    case .join:
      try allow(1...1)
      return .text(try joined(argument(0) ?? .none, by: text))
    case .isdigit:
      try allow(0...0)
      let digits = text.unicodeScalars.allSatisfy { $0.properties.numericType == .decimal }
      return .boolean(digits && !text.isEmpty)
    case .get, .keys, .values, .items:
      throw place.problem("a text has no method '\(method.rawValue)'")
    }
  }

  private func split(_ text: String, fromEnd: Bool) throws(FormatProblem) -> JinjaValue {
    try allow(0...2)
    let most = try count(1, .max)
    guard let given = argument(0), given != .none else {
      guard !fromEnd || most == .max else {
        throw place.problem("'rsplit' with a number needs a separator")
      }
      return .list(JinjaTexts.split(text, by: nil, most: most).map { .text($0) })
    }
    let separator = try self.text(0)
    guard !separator.isEmpty else { throw place.problem("the separator is empty") }
    let parts =
      fromEnd
      ? JinjaTexts.splitFromEnd(text, by: separator, most: most)
      : JinjaTexts.split(text, by: separator, most: most)
    return .list(parts.map { .text($0) })
  }

  private func begins(_ text: String, atEnd: Bool) throws(FormatProblem) -> Bool {
    try allow(1...1)
    let part = Array(try self.text(0).unicodeScalars)
    let scalars = Array(text.unicodeScalars)
    return atEnd ? scalars.suffix(part.count).elementsEqual(part) : scalars.starts(with: part)
  }

  private func find(_ text: String, mustStand: Bool) throws(FormatProblem) -> JinjaValue {
    try allow(1...1)
    let part = try self.text(0)
    let found = JinjaTexts.place(of: Array(part.unicodeScalars), in: Array(text.unicodeScalars))
    guard found != nil || !mustStand else {
      throw place.problem("'\(part.prefix(40))' does not stand in '\(text.prefix(40))'")
    }
    return .integer(found ?? -1)
  }

  private func method(
    _ method: JinjaMethod, ofList values: [JinjaValue]
  ) throws(FormatProblem) -> JinjaValue {
    guard method == .index || method == .count else {
      throw place.problem("a list has no method '\(method.rawValue)'")
    }
    try allow(1...1)
    let wanted = argument(0) ?? .none
    guard method == .index else { return .integer(values.count { $0.equals(wanted) }) }
    guard let found = values.firstIndex(where: { $0.equals(wanted) }) else {
      throw place.problem("\(wanted.literal.prefix(40)) is not in the list")
    }
    return .integer(found)
  }

  private func method(
    _ method: JinjaMethod, ofMap members: [JinjaMember], _ owner: JinjaValue
  ) throws(FormatProblem) -> JinjaValue {
    switch method {
    case .get:
      try allow(1...2)
      return owner[try text(0)] ?? argument(1) ?? .none
    case .keys:
      try allow(0...0)
      return .list(members.map { .text($0.key) })
    case .values:
      try allow(0...0)
      return .list(members.map(\.value))
    case .items:
      try allow(0...0)
      return .list(members.map { .list([.text($0.key), $0.value]) })
    default: throw place.problem("a mapping has no method '\(method.rawValue)'")
    }
  }

  /// The elements of a list as one text.
  func joined(_ list: JinjaValue, by separator: String) throws(FormatProblem) -> String {
    switch list {
    case .list(let values): return values.map(\.written).joined(separator: separator)
    case .text(let text):
      return text.unicodeScalars.map { String($0) }.joined(separator: separator)
    default: throw place.problem("\(list.kind) has no elements to be joined")
    }
  }

  func test(_ test: JinjaTest, of value: JinjaValue) throws(FormatProblem) -> Bool {
    try allow(test == .equalto || test == .eq ? 1...1 : 0...0)
    switch (test, value) {
    case (.defined, _): return !isUndefined(value)
    case (.undefined, _): return isUndefined(value)
    case (.none, _): return value == .none
    case (.string, .text), (.mapping, .map), (.boolean, .boolean), (.float, .real): return true
    case (.number, _): return value.number != nil
    case (.integer, .integer): return true
    case (.iterable, .text), (.iterable, .list), (.iterable, .map): return true
    case (.sequence, .text), (.sequence, .list), (.sequence, .map): return true
    case (.isTrue, _): return value == .boolean(true)
    case (.isFalse, _): return value == .boolean(false)
    case (.equalto, _), (.eq, _): return value.equals(argument(0) ?? .none)
    case (.odd, _), (.even, _):
      guard let whole = value.whole else { throw place.problem("\(value.kind) is no integer") }
      return (whole % 2 == 0) == (test == .even)
    default: return false
    }
  }

  private func isUndefined(_ value: JinjaValue) -> Bool {
    if case .undefined = value { true } else { false }
  }
}
