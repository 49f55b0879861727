import Experiments
import Foundation

/// The fields of a `config.json`, read with the checks that untrusted sizes need.
public struct ConfigurationFields: Sendable {
  /// What messages call the file.
  public let place: String
  private let values: [String: Field]

  private enum Field: Sendable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case text(String)
    case other
  }

  /// The largest size that any field may have; keeps every product of a few sizes in range.
  private static let largestSize = 1 << 24
  private static let largestFile = 1 << 20

  /// - Throws: `InputProblem` when the file is absent, too large, or not a JSON object.
  public init(_ file: URL) throws(InputProblem) {
    guard let data = try? Data(contentsOf: file) else {
      throw InputProblem(
        .missing, at: file.path, "cannot be read; a model directory needs a config.json")
    }
    try self.init(data, place: file.path)
  }

  public init(_ data: Data, place: String) throws(InputProblem) {
    self.place = place
    guard data.count <= Self.largestFile else {
      throw InputProblem(at: place, "is larger than 1 MiB: not a model configuration")
    }
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw InputProblem(at: place, "is not a JSON object")
    }
    values = object.mapValues(Self.field)
  }

  private static func field(_ value: Any) -> Field {
    if let text = value as? String { return .text(text) }
    guard let number = value as? NSNumber else { return .other }
    if CFNumberIsBoolean(number) { return .boolean(number.boolValue) }
    let double = number.doubleValue
    if let whole = Int(exactly: double) { return .integer(whole) }
    return .number(double)
  }

  private static func CFNumberIsBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || number === (true as NSNumber)
      || number === (false as NSNumber)
  }

  /// A positive size up to 2^24.
  public func size(_ name: String, default fallback: Int? = nil) throws(InputProblem) -> Int {
    guard let value = values[name] else {
      guard let fallback else { throw missing(name) }
      return fallback
    }
    guard case .integer(let size) = value, size > 0, size <= Self.largestSize else {
      throw InputProblem(
        at: place, "'\(name)' must be an integer from 1 to \(Self.largestSize)")
    }
    return size
  }

  public func number(_ name: String, default fallback: Double) throws(InputProblem) -> Double {
    switch values[name] {
    case nil: return fallback
    case .number(let value)? where value.isFinite: return value
    case .integer(let value)?: return Double(value)
    default: throw InputProblem(at: place, "'\(name)' must be a number")
    }
  }

  public func flag(_ name: String, default fallback: Bool) throws(InputProblem) -> Bool {
    switch values[name] {
    case nil: return fallback
    case .boolean(let value)?: return value
    case .integer(let value)? where value == 0 || value == 1: return value == 1
    default: throw InputProblem(at: place, "'\(name)' must be true or false")
    }
  }

  public func text(_ name: String, default fallback: String? = nil) throws(InputProblem) -> String {
    switch values[name] {
    case .text(let value)?: return value
    case nil:
      guard let fallback else { throw missing(name) }
      return fallback
    default: throw InputProblem(at: place, "'\(name)' must be text")
    }
  }

  private func missing(_ name: String) -> InputProblem {
    InputProblem(at: place, "has no '\(name)'")
  }
}
