import Yams

/// What the YAML parser says, as problems of a grid file with the usual causes spelt out.
enum YAMLProblem {
  static func problems(from error: YamlError, in text: String) -> GridProblems {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      syntax(problem, context: context, mark, in: text)
    case .duplicatedKeysInMapping(let duplicates, let context):
      GridProblems(
        place(context.mark),
        "this mapping has the key '\(duplicates.first ?? "")' twice; keep one")
    case .reader(let problem, let offset, _, let yaml):
      GridProblems(place(offset, in: yaml), "\(problem); this is not a text file")
    default:
      GridProblems("this is not YAML: \(error)")
    }
  }

  private static func syntax(
    _ problem: String, context: YamlError.Context?, _ mark: Mark, in text: String
  ) -> GridProblems {
    let line = line(mark.line, of: text)
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    let column = line.unicodeScalars.index(
      line.unicodeScalars.startIndex, offsetBy: mark.column - 1,
      limitedBy: line.unicodeScalars.endIndex)
    let found = column.flatMap { $0 < line.endIndex ? line.unicodeScalars[$0] : nil }
    if indentation.contains("\t") || found == "\t" {
      return GridProblems(place(mark), "there is a tab; YAML is indented with spaces")
    }
    let isAlias = context?.text.contains("alias") == true
    if found == "*" || isAlias {
      return GridProblems(
        place(isAlias ? context?.mark ?? mark : mark),
        "a pattern that starts with '*' must be quoted, as in \"*-adam\"")
    }
    if problem.hasPrefix("Maximum nesting level") {
      return GridProblems(place(mark), "values are nested too deep")
    }
    let message = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
    let hint = line.contains("{") ? "; a text with braces must be quoted" : ""
    return GridProblems(place(mark), message + hint)
  }

  private static func line(_ number: Int, of text: String) -> Substring {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  private static func place(_ mark: Mark) -> GridPlace {
    GridPlace(path: "", position: GridPosition(line: mark.line, column: mark.column))
  }

  private static func place(_ offset: Int?, in text: String) -> GridPlace {
    guard
      let offset,
      let index = text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
    else { return GridPlace(path: "") }
    return GridPlace(path: "", position: GridSource.position(of: index, in: text))
  }
}
