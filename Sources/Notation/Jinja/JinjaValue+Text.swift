extension JinjaValue {
  /// The value as text, as Python's `str` writes it; nothing for what has no value.
  package var written: String {
    switch self {
    case .undefined: ""
    case .text(let text): text
    default: literal
    }
  }

  /// The value as a literal, as Python's `repr` writes it.
  var literal: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "None"
    case .boolean(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .text(let text): Self.quoted(text)
    case .list(let values): "[" + values.map(\.literal).joined(separator: ", ") + "]"
    case .map(let members):
      "{"
        + members.map { Self.quoted($0.key) + ": " + $0.value.literal }.joined(separator: ", ")
        + "}"
    case .namespace: "<namespace>"
    }
  }

  /// In single quotes, or in double ones if it holds single ones only.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var written = String(quote)
    for scalar in scalars {
      switch scalar {
      case "\\": written += "\\\\"
      case quote: written += "\\" + String(quote)
      case "\n": written += "\\n"
      case "\r": written += "\\r"
      case "\t": written += "\\t"
      default: written += isPrintable(scalar) ? String(scalar) : escaped(scalar)
      }
    }
    return written + String(quote)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let (mark, count) =
      scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(mark)" + String(repeating: "0", count: count - digits.count) + digits
  }
}

extension Unicode.Scalar {
  /// What Python's `strip` and `split` take for white space.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

extension String {
  /// The text of scalars.
  init(scalars: some Sequence<Unicode.Scalar>) {
    self = String(String.UnicodeScalarView(scalars))
  }
}
