/// A value as JSON, as the chat templates' `tojson` writes it: Python's `json.dumps` without
/// escapes for what is not ASCII.
struct JinjaJSON {
  private let indent: Int?
  private let place: JinjaPlace

  /// - Throws: an argument other than `indent`.
  init(_ call: JinjaCall) throws(FormatProblem) {
    place = call.place
    let others = call.arguments.named.keys.filter { $0 != "indent" && $0 != "ensure_ascii" }
    let isPlain = call.arguments.named["ensure_ascii"].map { !$0.isTrue } ?? true
    guard others.isEmpty, isPlain, call.arguments.values.count <= 1 else {
      throw place.problem("'tojson' takes 'indent' only")
    }
    indent = call.argument(0, "indent")?.whole
  }

  func text(_ value: JinjaValue) throws(FormatProblem) -> String {
    try text(value, depth: 0)
  }

  private func text(_ value: JinjaValue, depth: Int) throws(FormatProblem) -> String {
    switch value {
    case .none: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .real(let number): return String(number)
    case .text(let text): return Self.quoted(text)
    case .list(let values):
      var parts: [String] = []
      for value in values { parts.append(try text(value, depth: depth + 1)) }
      return block("[", parts, "]", depth)
    case .map(let members):
      var parts: [String] = []
      for member in members {
        parts.append(Self.quoted(member.key) + ": " + (try text(member.value, depth: depth + 1)))
      }
      return block("{", parts, "}", depth)
    case .undefined, .namespace: throw place.problem("\(value.kind) has no form in JSON")
    }
  }

  private func block(_ open: String, _ parts: [String], _ close: String, _ depth: Int) -> String {
    guard let indent, !parts.isEmpty else {
      return open + parts.joined(separator: ", ") + close
    }
    let margin = "\n" + String(repeating: " ", count: indent * depth)
    let inner = margin + String(repeating: " ", count: indent)
    return open + inner + parts.joined(separator: "," + inner) + margin + close
  }

  private static func quoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      case "\n": written += "\\n"
      case "\r": written += "\\r"
      case "\t": written += "\\t"
      case "\u{8}": written += "\\b"
      case "\u{C}": written += "\\f"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written + "\""
  }
}
