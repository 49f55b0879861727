/// What a trial may cost where passes are not what is counted, as a grid writes it:
/// `{ flops: 1e12 }` or `{ seconds: 30 }`.
public enum Budget: Hashable, Sendable {
  /// Steps or passes alone.
  case none
  /// Floating-point operations of the steps, a multiply-add being two: they decide how many steps
  /// there are.
  case flops(Double)
  /// Wall seconds of the steps: a trial ends after them, however many steps it has made.
  ///
  /// Another machine, or another day, makes other steps: the result is not reproducible.
  case seconds(Double)

  /// The names that a grid may write.
  public static let names = ["flops", "seconds"]
}

extension Budget: SettingKind {
  /// A mapping of one name to a number; an empty one for none.
  public var settingValue: SettingValue {
    switch self {
    case .none: .map([:])
    case .flops(let count): .map(["flops": .number(count)])
    case .seconds(let count): .map(["seconds": .number(count)])
    }
  }

  /// - Returns: nil for other names, several of them, or a number that is not above 0.
  public init?(setting value: SettingValue) {
    guard case .map(let pairs) = value, pairs.count < 2 else { return nil }
    guard let (name, value) = pairs.first else {
      self = .none
      return
    }
    guard let number = Double(setting: value), number > 0, number.isFinite else { return nil }
    switch name {
    case "flops": self = .flops(number)
    case "seconds": self = .seconds(number)
    default: return nil
    }
  }
}

extension Budget: Codable {
  /// Reads what a grid writes.
  public init(from decoder: any Decoder) throws {
    let value = try SettingValue(from: decoder)
    guard let budget = Budget(setting: value) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "\(value) is no budget"))
    }
    self = budget
  }

  /// Writes what a grid writes.
  public func encode(to encoder: any Encoder) throws { try settingValue.encode(to: encoder) }
}
