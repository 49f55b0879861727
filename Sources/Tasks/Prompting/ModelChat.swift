import Vocabulary

/// A model's own form of a request and its answer, its chat template.
package protocol ChatRendering: Sendable {
  /// The text of a request and its answer; without an answer, up to where it begins.
  ///
  /// - Throws: what of the template is not supported, or what it refuses.
  func text(request: String, answer: String?) throws(InputProblem) -> String
}

extension ChatRendering {
  /// The example as a request to the model and its answers; the masked form stays as it is.
  ///
  /// White space around the request and before the answer goes; line ends after an answer stay.
  /// What the template puts between request and every answer belongs to the prompt.
  package func framing(_ example: Example) throws(InputProblem) -> Example {
    var framed = example
    let request = example.prompt.trimmingWhiteSpace
    framed.prompt = try text(request: request, answer: nil)
    var answers: [(lead: String, text: String)] = []
    for option in example.options {
      answers.append(try answer(option, to: request, after: framed.prompt))
    }
    let lead = answers.first?.lead ?? ""
    let isShared = answers.allSatisfy { $0.lead == lead } && lead.contains { $0 != " " }
    if isShared { framed.prompt += lead }
    framed.options = answers.map { isShared ? $0.text : $0.lead + $0.text }
    framed.withoutInput = try example.withoutInput.map { request throws(InputProblem) in
      try text(request: request.trimmingWhiteSpace, answer: nil) + (isShared ? lead : "")
    }
    return framed
  }

  /// What stands between a prompt and an answer, and the answer with its line ends.
  private func answer(
    _ option: String, to request: String, after prompt: String
  ) throws(InputProblem) -> (lead: String, text: String) {
    let answer = String(option.drop(while: \.isWhitespace))
    let shown = answer.trimmingWhiteSpaceAtEnd
    let whole = try text(request: request, answer: shown)
    guard whole.utf8.starts(with: prompt.utf8),
      case let rest = String(Substring(whole.utf8.dropFirst(prompt.utf8.count))),
      let place = rest.range(of: shown)
    else {
      throw InputProblem(
        at: "chat",
        "the model's chat template does not put the answer '\(shown.prefix(40))' behind what it "
          + "begins an answer with")
    }
    return (String(rest[..<place.lowerBound]), answer)
  }
}

extension String {
  /// Where a text stands first.
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}

extension TaskSample {
  /// The sample with every example in the model's own form.
  ///
  /// - Throws: as `ChatRendering.text`.
  package func framed(by chat: some ChatRendering) throws(InputProblem) -> TaskSample {
    func framed(_ examples: [Example]) throws(InputProblem) -> [Example] {
      try examples.map { example throws(InputProblem) in try chat.framing(example) }
    }
    var sample = self
    (sample.train, sample.dev) = (try framed(train), try framed(dev))
    sample.test = try framed(test)
    sample.digest = ContentDigest(
      of: "\(digest)\n" + canonicalJSON([sample.train, sample.dev, sample.test]))
    return sample
  }
}

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
