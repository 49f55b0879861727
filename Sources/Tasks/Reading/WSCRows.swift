import Vocabulary

/// WSC's rows with `text`, `span1_text`, `span2_text` and `label`.
///
/// SuperGLUE's own rows have some spans that do not stand in the text. They are mended as in
/// Hugging Face's `wsc.fixed`, which MeZO uses: the first letter is made like that of the word at
/// the span's index, full stops at the end go, and line ends become spaces.
enum WSCRows {
  /// - Throws: a row without the text or a span.
  static func rows(_ record: Record) throws(InputProblem) -> [Record] {
    guard case .map(let target)? = record["target"] else { return [record] }
    var flat = record
    flat.fields.merge(target) { _, inner in inner }
    let sentence = try text(flat, "text")
    for span in ["span1", "span2"] {
      let words = try text(flat, "\(span)_text")
      guard !sentence.contains(words) else { continue }
      flat.fields["\(span)_text"] = .text(mended(words, like: word(flat, span, of: sentence)))
    }
    return [flat]
  }

  private static func text(_ record: Record, _ name: String) throws(InputProblem) -> String {
    guard let text = try record.value([name]).text else {
      throw InputProblem(at: record.place.description, "'\(name)' must be a text")
    }
    return text
  }

  /// The word at a span's index; nil when there is none.
  private static func word(_ record: Record, _ span: String, of sentence: String) -> Substring? {
    guard case .integer(let index)? = record["\(span)_index"] else { return nil }
    let words = sentence.split(whereSeparator: \.isWhitespace)
    return words.indices.contains(index) ? words[index] : nil
  }

  private static func mended(_ text: String, like word: Substring?) -> String {
    var mended = Substring(text.replacing("\n", with: " "))
    while mended.last == "." { mended.removeLast() }
    guard let first = word?.first else { return String(mended) }
    let letter = mended.prefix(1)
    return (first.isLowercase ? letter.lowercased() : letter.uppercased()) + mended.dropFirst()
  }
}
