/// One place of the template by which a trained tokenizer lays out a text.
public enum TemplateItem: Hashable, Sendable {
  /// A special token, by its content.
  case special(String)
  case text
}
