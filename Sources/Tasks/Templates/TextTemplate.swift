import Vocabulary

/// A text with fields to be filled in: `{premise}`, `{question|strip}`; `{{` is a brace.
struct TextTemplate: Hashable, Sendable {
  enum Piece: Hashable {
    case literal(String)
    case field(String, [TextTransform])
  }

  let pieces: [Piece]

  /// - Throws: a problem that quotes the template when a brace is open or a transform unknown.
  init(_ text: String, of task: String) throws(InputProblem) {
    pieces = try Self.parse(text, of: task)
  }

  /// The names of the fields, in the order of their use.
  var fields: [String] {
    pieces.compactMap { if case .field(let name, _) = $0 { name } else { nil } }
  }

  /// The text with the fields of `row`.
  ///
  /// - Throws: a problem with the row's place when it lacks a field or a field has another form.
  ///
  /// - Parameter takesFirst: whether a list stands for its first element, as accepted answers do.
  func text(_ row: NamedFields, takesFirst: Bool = false) throws(InputProblem) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .field(let name, let transforms):
        text += try Self.transformed(
          row.text(name, takesFirst: takesFirst), by: transforms
        ) { value, need in
          InputProblem(
            at: row.record.place.description,
            "field '\(name)' is '\(value.prefix(80))'; it must be \(need)")
        }
      }
    }
    return text
  }

  private static func transformed(
    _ text: String, by transforms: [TextTransform], problem: (String, String) -> InputProblem
  ) throws(InputProblem) -> String {
    var text = text
    for transform in transforms {
      guard let changed = transform.apply(text) else { throw problem(text, transform.need) }
      text = changed
    }
    return text
  }

  private static func parse(_ text: String, of task: String) throws(InputProblem) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      guard character == "{" || character == "}" else {
        literal.append(character)
        continue
      }
      if rest.first == character {
        literal.append(rest.removeFirst())
        continue
      }
      guard character == "{", let end = rest.firstIndex(of: "}"),
        !rest[..<end].contains(where: { $0 == "{" || $0.isNewline })
      else {
        throw problem(task, "a brace is open in '\(text.prefix(80))'; write {{ or }} for a brace")
      }
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = ""
      pieces.append(try field(rest[..<end], of: task))
      rest = rest[rest.index(after: end)...]
    }
    return literal.isEmpty ? pieces : pieces + [.literal(literal)]
  }

  private static func field(_ text: Substring, of task: String) throws(InputProblem) -> Piece {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.first, !name.isEmpty else {
      throw problem(task, "a field has no name in '{\(text)}'")
    }
    let transforms = try parts.dropFirst().map { word throws(InputProblem) in
      guard let transform = TextTransform(rawValue: word) else {
        let known = TextTransform.allCases.map(\.rawValue).joined(separator: ", ")
        throw problem(task, "'\(word)' in '{\(text)}' is none of \(known)")
      }
      return transform
    }
    return .field(name, transforms)
  }

  private static func problem(_ task: String, _ message: String) -> InputProblem {
    InputProblem(at: "task '\(task)'", message)
  }
}

/// A row seen through a task's names for its fields.
struct NamedFields {
  var record: Record
  /// For each of the task's names, those that the file may use.
  var names: [String: [String]]

  /// - Throws: a problem with the row's place when the field is not there, has no text, or is a
  ///   list of several of which all but the first would be lost.
  func text(_ name: String, takesFirst: Bool = false) throws(InputProblem) -> String {
    let names = names[name] ?? [name]
    let value = try record.value(names)
    if case .list(let elements) = value, elements.count > 1, !takesFirst {
      throw InputProblem(
        at: record.place.description,
        "field '\(names.joined(separator: "' or '"))' is a list of \(elements.count); a prompt "
          + "shows one text, so give it a field with one")
    }
    guard let text = value.text else {
      throw InputProblem(
        at: record.place.description, "field '\(names.joined(separator: "' or '"))' has no text")
    }
    return text
  }
}
