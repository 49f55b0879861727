import ArgumentParser

/// What a number on the command line may be, declared where its option is.
///
/// A value outside is a usage error (status 64) of one line that names option, range and value.
enum Limit {
  /// The largest seed: keys are made of its bits.
  static let seeds = 0...Int.max
  /// Examples, tokens or steps that are counted in memory.
  static let counts = 1...1 << 20

  /// A whole number in `range`.
  static func whole(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
      guard let value = Int(text), range.contains(value) else {
        throw ValidationError(
          "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  /// A finite number in `range`.
  static func number(_ range: ClosedRange<Double>) -> @Sendable (String) throws -> Double {
    { text in
      guard let value = Double(text), range.contains(value) else {
        throw ValidationError("must be a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  /// No rate or distance beyond is meant.
  private static let largest: Float = 1e6

  /// A number above 0, at most a million, that single precision has.
  static func positive(_ text: String) throws -> Float {
    guard let value = Float(text), value > 0, value <= largest else {
      throw ValidationError("must be a number above 0, at most \(Int(largest))")
    }
    return value
  }
}
