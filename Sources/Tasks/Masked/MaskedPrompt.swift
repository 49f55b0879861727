import Vocabulary

/// A masked template, parsed.
struct MaskedPrompt: Sendable {
  struct Sentence {
    var field: String
    var limit: Int?
    var addsSpace = false
    var dropsLast = false
    var lowersFirst = false

    func text(_ text: String) -> String {
      var text = dropsLast ? String(String.UnicodeScalarView(text.unicodeScalars.dropLast())) : text
      if lowersFirst { text = text.prefix(1).lowercased() + text.dropFirst() }
      return addsSpace ? " " + text : text
    }
  }
  enum Piece {
    case literal(String)
    case sentence(Sentence)
  }

  let before: [Piece]
  let after: [Piece]
  private let template: MaskedTemplate

  /// - Throws: a problem that quotes the pattern when it is not as LM-BFF's or has not one mask.
  init(_ template: MaskedTemplate, of task: String) throws(InputProblem) {
    self.template = template
    func problem(_ message: String) -> InputProblem {
      InputProblem(at: "task '\(task)'", "masked pattern '\(template.pattern)': \(message)")
    }
    let marks = template.pattern.split(separator: "*").map(String.init)
    guard marks.filter({ $0 == "mask" }).count == 1, let mask = marks.firstIndex(of: "mask") else {
      throw problem("it must have '*mask*' once")
    }
    guard marks.first == "cls", marks.last == "sep+", marks.count > 3 else {
      throw problem("it must begin with '*cls*' and end with '*sep+*'")
    }
    func parsed(_ marks: ArraySlice<String>) throws(InputProblem) -> [Piece] {
      try marks.map { mark throws(InputProblem) in
        guard let piece = Self.piece(mark, template) else { throw problem("what is '*\(mark)*'?") }
        return piece
      }
    }
    before = try parsed(marks[1..<mask])
    after = try parsed(marks[(mask + 1)..<(marks.count - 1)])
  }

  /// - Throws: a problem with the row's place when a sentence is missing.
  func example(_ row: NamedFields) throws(InputProblem) -> MaskedExample {
    MaskedExample(
      before: try pieces(before, row), options: template.words.map { " " + $0 },
      after: try pieces(after, row), maxLength: template.maxLength)
  }

  private func pieces(
    _ pieces: [Piece], _ row: NamedFields
  ) throws(InputProblem) -> [MaskedExample.Piece] {
    try pieces.map { piece throws(InputProblem) in
      switch piece {
      case .literal(let text): return MaskedExample.Piece(text)
      case .sentence(let sentence):
        // White space at the ends of a sentence is part of it, as in LM-BFF and MeZO: it has
        // tokens of its own, and a dropped last character may be a space.
        let text = sentence.text(try row.text(sentence.field))
        return MaskedExample.Piece(text, limit: sentence.limit)
      }
    }
  }

  /// A literal, or a sentence such as `+sentl_1`; nil for marks of another meaning.
  private static func piece(_ mark: String, _ template: MaskedTemplate) -> Piece? {
    guard let match = mark.wholeMatch(of: /(\+?)sent(l?)(-?)_([0-9])/) else {
      let reserved = mark.hasPrefix("sep") || mark == "cls" || mark.contains("sent")
      return reserved ? nil : .literal(mark.replacing("_", with: " "))
    }
    guard let number = Int(match.4), template.sentences.indices.contains(number) else { return nil }
    return .sentence(
      Sentence(
        field: template.sentences[number],
        limit: number == 0 ? template.firstLimit : template.otherLimit,
        addsSpace: !match.1.isEmpty, dropsLast: !match.3.isEmpty, lowersFirst: !match.2.isEmpty))
  }
}

/// An example as a masked language model sees it: text, one mask for the label word, text.
///
/// The encoder puts `<s>` first and `</s>` last and tokenizes each piece on its own, as LM-BFF
/// does (arXiv 2012.15723).
package struct MaskedExample: Hashable, Codable, Sendable {
  /// A piece of text that is tokenized on its own, without special tokens.
  package struct Piece: Hashable, Codable, Sendable {
    package var text: String
    /// Tokens kept of this piece, from its beginning; nil for all.
    package var limit: Int?

    package init(_ text: String, limit: Int? = nil) {
      self.text = text
      self.limit = limit
    }
  }

  package var before: [Piece]
  /// The label words with their leading space, one token each; the right one is `Example.gold`.
  package var options: [String]
  package var after: [Piece]
  /// Tokens of the whole sequence; longer ones lose their tail.
  ///
  /// Nil when only the model limits them.
  package var maxLength: Int?

  package init(before: [Piece], options: [String], after: [Piece], maxLength: Int? = nil) {
    self.before = before
    self.options = options
    self.after = after
    self.maxLength = maxLength
  }

  /// The text with `mask` in the place of the label word, for people.
  package func text(mask: String = "<mask>") -> String {
    (before.map(\.text) + [mask] + after.map(\.text)).joined()
  }
}

extension Example {
  /// What a masked model is asked: the task's own template, or else prompt, mask and full stop.
  package var maskedForm: MaskedExample {
    masked
      ?? MaskedExample(
        before: [MaskedExample.Piece(prompt.trimmingWhiteSpaceAtEnd)],
        options: options.map { " " + $0.trimmingWhiteSpace }, after: [MaskedExample.Piece(".")])
  }
}

/// How a task is put to masked models, in LM-BFF's notation.
///
/// Gao et al. 2021 (arXiv 2012.15723).
package struct MaskedTemplate: Hashable, Encodable, Sendable {
  /// Pieces between stars, as in `*cls**sent_0*_It_was*mask*.*sep+*`.
  ///
  /// In literal text `_` is a space; `+sent` adds a space, `sent-` drops the last character,
  /// `sentl` lowers the first letter.
  package var pattern: String
  /// The fields that are sentence 0 and sentence 1.
  package var sentences: [String]
  /// One word per class, without its space.
  package var words: [String]
  /// Tokens kept of sentence 0 and of the others.
  package var firstLimit: Int?
  package var otherLimit: Int?
  package var maxLength: Int?

  package init(
    _ pattern: String, sentences: [String], words: [String], firstLimit: Int? = nil,
    otherLimit: Int? = nil, maxLength: Int? = nil
  ) {
    self.pattern = pattern
    self.sentences = sentences
    self.words = words
    self.firstLimit = firstLimit
    self.otherLimit = otherLimit
    self.maxLength = maxLength
  }
}
