/// Columns of tables as pandas types them, by which `datasets` reads a csv.
extension HarnessMaker {
  /// Rows in which a column of nothing but integers, numbers or truth values has these; rows of
  /// JSON stay as they are.
  func typed(_ records: [Record]) -> [Record] {
    guard isTable else { return records }
    var typed = records
    for name in Set(records.flatMap(\.fields.keys)) {
      let texts = records.map { $0.fields[name]?.text ?? "" }
      guard let values = Self.values(texts) else { continue }
      for index in typed.indices { typed[index].fields[name] = values[index] }
    }
    return typed
  }

  private static func values(_ texts: [String]) -> [FieldValue]? {
    let integers = texts.compactMap { Int($0) }
    if integers.count == texts.count { return integers.map { .integer($0) } }
    let numbers = texts.compactMap { isNumber($0) ? Double($0) : nil }
    if numbers.count == texts.count { return numbers.map { .number($0) } }
    let flags = texts.compactMap { ["true": true, "false": false][$0.lowercased()] }
    return flags.count == texts.count ? flags.map { .boolean($0) } : nil
  }

  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/) != nil
  }
}
