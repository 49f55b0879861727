import Vocabulary

/// The frame that a chat model was trained to see around a request and its answer.
package struct ChatFormat: Hashable, Sendable {
  /// Before the request; also before the first request when demonstrations precede it.
  package var opening: String
  /// Between request and answer; the answer follows after a space.
  package var closing: String

  package init(opening: String, closing: String) {
    self.opening = opening
    self.closing = closing
  }

  /// The frame of Vicuna 1.1 and 1.5.
  ///
  /// Zheng et al. 2023 (arXiv 2306.05685).
  package static let vicuna = ChatFormat(
    opening: "A chat between a curious user and an artificial intelligence assistant. "
      + "The assistant gives helpful, detailed, and polite answers to the user's questions. USER: ",
    closing: " ASSISTANT:")

  /// The example as a request and its answers; the masked form stays as it is.
  ///
  /// White space around the request and before the answer goes; line ends after an answer stay.
  package func wrapping(_ example: Example) -> Example {
    var wrapped = example
    wrapped.prompt = framed(example.prompt)
    wrapped.options = example.options.map { " " + $0.drop(while: \.isWhitespace) }
    wrapped.withoutInput = example.withoutInput.map(framed)
    return wrapped
  }

  private func framed(_ request: String) -> String {
    (opening + request.trimmingWhiteSpace).trimmingWhiteSpaceAtEnd + closing
  }
}
