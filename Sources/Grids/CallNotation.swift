/// `lora(rank: 4)`, as plans and reports print a component, in the lists of a grid file.
///
/// YAML would read a key `lora(rank`; so the text is rewritten to `{lora: {rank: 4}}` before it is
/// parsed, in the four axes' lists only, and never in comments or quotes. Places on such a line are
/// off by the few characters that are added.
enum CallNotation {
  private static let sections: Set<Substring> = ["models", "tasks", "schemes", "optimizers"]

  static func rewritten(_ text: String) -> String {
    guard text.contains("(") else { return text }
    var isInAxis = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") {
        isInAxis = sections.contains(line[..<colon])
      }
      return isInAxis && line.contains("(") ? Self.line(Array(line)) : String(line)
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ line: [Character]) -> String {
    var (output, index) = ("", 0)
    while index < line.count {
      let character = line[index]
      let isFirst = index == 0 || " \t[,{".contains(line[index - 1])
      if character == "#", isFirst { return output + String(line[index...]) }
      if character == "\"" || character == "'", let end = closing(character, in: line, from: index)
      {
        output += String(line[index...end])
        index = end + 1
      } else if isFirst, let call = call(in: line, from: index) {
        output += "{\(call.name): {\(call.settings)}}"
        index = call.end
      } else {
        output.append(character)
        index += 1
      }
    }
    return output
  }

  /// Settings of more characters are not looked for, so that no line takes long.
  private static let longest = 2000

  private static func closing(
    _ quote: Character, in line: [Character], from start: Int
  ) -> Int? {
    line[(start + 1)...].firstIndex(of: quote)
  }

  /// A name with settings in round brackets that begins at `start`, and where it ends.
  private static func call(
    in line: [Character], from start: Int
  ) -> (name: String, settings: String, end: Int)? {
    let isName = { (character: Character) in
      character.isLetter || character.isNumber || "-_./".contains(character)
    }
    guard let open = line[start...].firstIndex(where: { !isName($0) }), open > start,
      line[open] == "(", line[start].isLetter
    else { return nil }
    var depth = 0
    for index in open..<min(line.count, open + longest) {
      if line[index] == "(" { depth += 1 }
      if line[index] == ")" { depth -= 1 }
      guard depth == 0 else { continue }
      let settings = String(line[(open + 1)..<index])
      guard settings.isEmpty || settings.contains(":") else { return nil }
      return (String(line[start..<open]), settings, index + 1)
    }
    return nil
  }
}
