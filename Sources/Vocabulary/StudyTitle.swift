/// What a study is called and what it asks, as its grid says.
package struct StudyTitle: Hashable, Codable, Sendable {
  package var name: String
  /// In prose; empty when the grid does not say.
  package var question: String

  package init(name: String, question: String) {
    self.name = name
    self.question = question
  }
}
