import Vocabulary

/// Reads texts with `label sentence` on every line into the fields `label` and `text`.
struct LabelledLines {
  /// - Throws: the first line that has no space.
  static func records(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    for line in text.lines {
      guard let space = line.bytes.firstIndex(of: 0x20) else {
        throw InputProblem(
          at: text.place(line).description, "must be a label, a space and a sentence")
      }
      let fields: [String: FieldValue] = [
        "label": .text(Latin1.text(line.bytes[..<space])),
        "text": .text(Latin1.text(line.bytes[(space + 1)...])),
      ]
      records.append(Record(place: text.place(line), fields: fields))
    }
    return records
  }
}
