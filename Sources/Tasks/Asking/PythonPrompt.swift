import Foundation
import Vocabulary

/// A task's prompt as functions of Python over a row, a `dict` of its fields.
///
/// For the cards of exported weights, whose readers have no zobench: `prompt(row)` is the text
/// before the answer, `answers(row)` maps what may be predicted to the texts that may follow. For
/// masked models `before(row)` and `after(row)` are the pieces around the mask, each with the
/// number of its tokens that are kept, and `answers(row)` the words at the mask.
package struct PythonPrompt {
  private let task: TaskDescription
  private let template: PromptTemplate
  private let chat: ChatFormat?

  /// The prompt of a task; nil where it is made by Jinja, the task's own or the model's.
  ///
  /// - Throws: as `TaskCatalog.make`.
  package static func find(_ component: Component) throws -> PythonPrompt? {
    if component.settings["chat"] == .text(ChatFrame.model.rawValue) { return nil }
    if let definition = component.definition, HarnessTask.isMeant(by: definition) { return nil }
    return try PythonPrompt(of: component)
  }

  /// - Throws: as `TaskCatalog.make`, and a problem for tasks that are described in Jinja.
  package init(of component: Component) throws {
    let (task, settings) = try TaskCatalog.described(component)
    self.task = task
    template = task.prompts[settings.template]
    chat = settings.chat.format
  }

  /// The template of the prompt and of each answer, by what is predicted, as the task writes them.
  package var templates: (prompt: String, answers: [(name: String, text: String)]) {
    let names = task.classes ?? template.options.map { _ in "" }
    return (template.prompt, Array(zip(names, template.options)))
  }

  /// Tokens that the template of masked models leaves a text; nil where it says nothing.
  package var maskedLength: Int? { task.masked?.maxLength }

  /// What ends a generated answer; nil where candidates are compared.
  package var endsAtLine: Bool? { task.answer.isGenerated ? task.stop == .line : nil }

  /// The functions for a causal model.
  package func causal() throws -> String {
    let prompt = framed(try python(template.prompt))
    var text = "def prompt(row):\n    return \(prompt)\n"
    if !task.answer.isGenerated {
      text += "\n\ndef answers(row):\n    return \(try answers(template.options))\n"
    }
    return text
  }

  /// The functions for a masked model.
  package func masked() throws -> String {
    guard let masked = task.masked, task.answer.hasClasses else {
      let prompt = try python(template.prompt)
      let words = try answers(template.options)
      return """
        def before(row):
            return [((\(prompt)).rstrip(), None)]


        def after(row):
            return [(".", None)]


        def answers(row):
            return {name: " " + text.strip() for name, text in (\(words)).items()}

        """
    }
    let pieces = try MaskedPrompt(masked, of: task.name)
    return """
      def before(row):
          return [\(try python(pieces.before))]


      def after(row):
          return [\(try python(pieces.after))]


      def answers(row):
          return {\(zip(task.classes ?? [], masked.words)
            .map { "\(Self.literal($0)): \(Self.literal(" " + $1))" }.joined(separator: ", "))}

      """
  }

  private func framed(_ prompt: String) -> String {
    guard let chat else { return prompt }
    return "(\(Self.literal(chat.opening)) + (\(prompt)).strip()).rstrip() + "
      + Self.literal(chat.closing)
  }

  private func answers(_ options: [String]) throws -> String {
    let trimmed = { (text: String) in chat == nil ? text : "\" \" + (\(text)).lstrip()" }
    guard case .candidates(let rule) = task.answer else {
      let pairs = try zip(task.classes ?? [], options).map {
        "\(Self.literal($0)): \(trimmed(try python($1)))"
      }
      return "{" + pairs.joined(separator: ", ") + "}"
    }
    var option = "(lambda row: \(try python(options[0])))({**row, \"candidate\": name})"
    if let placeholder = rule.placeholder {
      option += ".replace(\(Self.literal(placeholder)), name)"
    }
    return "{name: \(trimmed(option)) for name in \(field(rule.field))}"
  }

  private func python(_ template: String) throws -> String {
    let pieces = try TextTemplate(template, of: task.name).pieces.map { piece in
      switch piece {
      case .literal(let text): Self.literal(text)
      case .field(let name, let transforms):
        transforms.reduce(field(name)) { $1.python($0) }
      }
    }
    return pieces.isEmpty ? "\"\"" : pieces.joined(separator: " + ")
  }

  private func python(_ pieces: [MaskedPrompt.Piece]) throws -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): return "(\(Self.literal(text)), None)"
      case .sentence(let sentence):
        var text = field(sentence.field)
        if sentence.dropsLast { text += "[:-1]" }
        if sentence.lowersFirst { text = "(lambda t: t[:1].lower() + t[1:])(\(text))" }
        if sentence.addsSpace { text = "\" \" + \(text)" }
        return "(\(text), \(sentence.limit.map { "\($0)" } ?? "None"))"
      }
    }.joined(separator: ", ")
  }

  /// A field by the first of its names that the row has.
  private func field(_ name: String) -> String {
    let names = task.fields[name] ?? [name]
    if let only = names.first, names.count == 1 { return "row[\(Self.literal(only))]" }
    return "next(row[name] for name in [\(names.map(Self.literal).joined(separator: ", "))] "
      + "if name in row)"
  }

  /// JSON's texts are Python's.
  static func literal(_ text: String) -> String { canonicalJSON(text) }
}

extension TextTransform {
  /// The expression that transforms the value of another.
  fileprivate func python(_ value: String) -> String {
    switch self {
    case .strip: "\(value).strip()"
    case .lowercase: "\(value).lower()"
    case .lowerFirstWord:
      "(lambda t, w: t if w == \"I\" else w.lower() + t[len(w):])(\(value), "
        + "\(value).split(\" \")[0])"
    case .dropFullStop:
      "(lambda t: t[:-1] if t.endswith(\".\") else t)(\(value).rstrip())"
    case .question:
      "(lambda t: t[:1].upper() + t[1:] + (\"\" if t.endswith(\"?\") else \"?\"))(\(value))"
    case .connective: "{\"cause\": \"because\", \"effect\": \"so\"}[\(value)]"
    case .beforeBlank: "\(value).split(\"_\")[0]"
    case .afterBlank: "\(value).split(\"_\")[1]"
    case .highlights: "\(value).replace(\"@highlight\\n\", \"- \")"
    }
  }
}
