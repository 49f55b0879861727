import Foundation

/// What operators give, as in Python.
struct JinjaArithmetic {
  let place: JinjaPlace

  /// Bytes and elements of what `+` and `~` make.
  private static let longest = 1 << 24

  func result(
    _ left: JinjaValue, _ mark: JinjaOperator, _ right: JinjaValue
  ) throws(FormatProblem) -> JinjaValue {
    switch (left, mark, right) {
    case (_, .joined, _): return try text(left.written, right.written)
    case (.text(let left), .plus, .text(let right)): return try text(left, right)
    case (.list(let left), .plus, .list(let right)):
      guard left.count + right.count <= Self.longest else {
        throw place.problem("a list has more than \(Self.longest) elements")
      }
      return .list(left + right)
    default: break
    }
    if mark != .divided, let left = left.whole, let right = right.whole {
      return .integer(try whole(left, mark, right))
    }
    guard let first = left.number, let second = right.number else {
      throw place.problem("'\(mark.rawValue)' is not for \(left.kind) and \(right.kind)")
    }
    return .real(try real(first, mark, second))
  }

  private func text(_ left: String, _ right: String) throws(FormatProblem) -> JinjaValue {
    guard left.utf8.count + right.utf8.count <= Self.longest else {
      throw place.problem("a text has more than \(Self.longest) bytes")
    }
    return .text(left + right)
  }

  private func whole(
    _ left: Int, _ mark: JinjaOperator, _ right: Int
  ) throws(FormatProblem) -> Int {
    if mark == .dividedWhole || mark == .remainder, right == 0 {
      throw place.problem("a number is divided by zero")
    }
    let (value, overflow): (Int, Bool)
    switch mark {
    case .plus: (value, overflow) = left.addingReportingOverflow(right)
    case .minus: (value, overflow) = left.subtractingReportingOverflow(right)
    case .times: (value, overflow) = left.multipliedReportingOverflow(by: right)
    case .dividedWhole:
      let (quotient, isTooLarge) = left.dividedReportingOverflow(by: right)
      let isBelow = !isTooLarge && left % right != 0 && (left < 0) != (right < 0)
      (value, overflow) = (isBelow ? quotient - 1 : quotient, isTooLarge)
    case .remainder:
      let (rest, isTooLarge) = left.remainderReportingOverflow(dividingBy: right)
      (value, overflow) = (rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest, isTooLarge)
    case .divided, .joined: (value, overflow) = (0, true)
    }
    guard !overflow else { throw place.problem("a number is too large") }
    return value
  }

  private func real(
    _ left: Double, _ mark: JinjaOperator, _ right: Double
  ) throws(FormatProblem) -> Double {
    if [.divided, .dividedWhole, .remainder].contains(mark), right == 0 {
      throw place.problem("a number is divided by zero")
    }
    let value: Double =
      switch mark {
      case .plus: left + right
      case .minus: left - right
      case .times: left * right
      case .divided: left / right
      case .dividedWhole: (left / right).rounded(.down)
      case .remainder: left - right * (left / right).rounded(.down)
      case .joined: .nan
      }
    guard value.isFinite else { throw place.problem("a number is too large") }
    return value
  }

  func holds(
    _ left: JinjaValue, _ relation: JinjaRelation, _ right: JinjaValue
  ) throws(FormatProblem) -> Bool {
    switch relation {
    case .equal: return left.equals(right)
    case .unequal: return !left.equals(right)
    case .isIn: return try contains(right, left)
    case .isNotIn: return try !contains(right, left)
    case .less: return try precedes(left, right)
    case .greater: return try precedes(right, left)
    case .lessOrEqual: return try !precedes(right, left)
    case .greaterOrEqual: return try !precedes(left, right)
    }
  }

  private func precedes(_ left: JinjaValue, _ right: JinjaValue) throws(FormatProblem) -> Bool {
    if case .text(let left) = left, case .text(let right) = right {
      return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }
    guard let first = left.number, let second = right.number else {
      throw place.problem("\(left.kind) and \(right.kind) have no order")
    }
    return first < second
  }

  private func contains(_ owner: JinjaValue, _ value: JinjaValue) throws(FormatProblem) -> Bool {
    switch (owner, value) {
    case (.list(let values), _): return values.contains { $0.equals(value) }
    case (.map, .text(let key)): return owner[key] != nil
    case (.text(let text), .text(let part)):
      return JinjaTexts.place(of: Array(part.unicodeScalars), in: Array(text.unicodeScalars)) != nil
    case (.undefined, _): return false
    default: throw place.problem("\(value.kind) cannot be looked for in \(owner.kind)")
    }
  }
}
