import ArgumentParser
import Vocabulary

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

/// The options that name the parts of a cell which no grid has.
struct PartOptions {
  private let options: [Axis: String]

  /// - Parameter options: as they are written: `--optimizers`.
  init(_ options: [Axis: String]) { self.options = options }

  /// What `body` finds wrong with the choice on an axis is said of the option that made it.
  func checked<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let problem as InputProblem {
      guard let option = Axis(rawValue: problem.place).flatMap({ options[$0] }) else {
        throw problem
      }
      throw InputProblem(problem.kind, at: option, problem.message)
    }
  }
}

/// `template=1` on the command line.
struct Assignment: ExpressibleByArgument {
  var name: String
  var value: SettingValue

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
    name = String(argument[..<sign])
    value = SettingValue(written: String(argument[argument.index(after: sign)...]))
  }
}

extension SettingValue {
  /// A value as people type it: a flag, a number or a text.
  init(written text: String) {
    self =
      Bool(text).map { .boolean($0) } ?? Int(text).map { .integer($0) }
      ?? Double(text).map { .number($0) } ?? .text(text)
  }
}

extension [Assignment] {
  /// The value of each name.
  var values: [String: SettingValue] {
    Dictionary(map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// - Throws: the first name that is given two values.
  func checkDistinct() throws {
    var seen: Set<String> = []
    guard let twice = first(where: { !seen.insert($0.name).inserted }) else { return }
    throw ValidationError("--set gives '\(twice.name)' twice; give it one value")
  }
}

/// A size such as `512MiB` or `8GB`; a number of bytes is written `1048576B`.
struct ByteSize: CustomStringConvertible {
  let bytes: Int

  var description: String { bytes % 1_048_576 == 0 ? "\(bytes >> 20)MiB" : "\(bytes)B" }

  private static let units: [(String, Double)] = [
    ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("tib", 1_099_511_627_776),
    ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12),
    ("k", 1024), ("m", 1_048_576), ("g", 1_073_741_824), ("b", 1),
  ]

  init(_ bytes: Int) { self.bytes = bytes }

  /// What an option's text means.
  static func parse(_ text: String) throws -> ByteSize {
    guard let size = ByteSize(text) else {
      throw ValidationError(
        "'\(text)' is no size: write a number and its unit, such as 8GiB, 512MiB or 1048576B")
    }
    return size
  }

  init?(_ text: String) {
    let text = text.lowercased()
    guard let unit = Self.units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(Self.withoutGap(text.dropLast(unit.0.count))),
      number > 0, number * unit.1 < 1e18
    else { return nil }
    bytes = Int(number * unit.1)
  }

  /// A number as people write it before a unit: `1.5` of `1.5 MB`.
  private static func withoutGap(_ number: Substring) -> Substring {
    number.last == " " ? number.dropLast() : number
  }
}
