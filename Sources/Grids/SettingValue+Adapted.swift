import Vocabulary

extension SettingValue {
  /// The same value in the kind of `example` where nothing is lost, else as it is written.
  ///
  /// `1` can be a number and `2e3` an integer.
  func adapted(to example: SettingValue?) -> SettingValue {
    switch (self, example) {
    case (.integer(let value), .number):
      .number(Double(value))
    case (.number(let value), .integer):
      abs(value) <= 0x1p53 ? Int(exactly: value).map(SettingValue.integer) ?? self : self
    case (.list(let values), .list(let examples)):
      .list(values.map { $0.adapted(to: examples.first) })
    default:
      self
    }
  }
}
