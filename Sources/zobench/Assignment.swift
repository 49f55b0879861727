import ArgumentParser
import Vocabulary

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
  /// The last value of each name.
  var values: [String: SettingValue] {
    Dictionary(map { ($0.name, $0.value) }) { _, last in last }
  }
}
