/// What is wrong inside one file; its readers say which file it is.
package struct FormatProblem: Error, Hashable {
  /// Where in the file: `header byte 31`, `tensor 'a.weight'`; empty for the file as a whole.
  package var place: String
  package var message: String

  package init(at place: String = "", _ message: String) {
    self.place = place
    self.message = message
  }

  /// The same problem, placed more precisely: `tensor 'a.weight', header byte 31`.
  package func inside(_ outer: String) -> FormatProblem {
    FormatProblem(at: place.isEmpty ? outer : "\(outer), \(place)", message)
  }
}

/// A name from an untrusted file, fit for a one-line message: escaped, at most 80 characters.
package func quoted(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars.prefix(80) {
    let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
    text += isControl ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return "'\(text)\(name.unicodeScalars.dropFirst(80).isEmpty ? "" : "…")'"
}
