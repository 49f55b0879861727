/// The prompts that several tasks share, as MeZO and ZO-Bench word them.
enum Prompts {
  /// Version 0 asks how it was; version 1 has no task words (ZO-Bench's study of alignment).
  static func sentiment(_ words: [String]) -> [PromptTemplate] {
    [
      PromptTemplate(
        "{sentence|strip} It was", options: words.map { " " + $0 }, withoutInput: " It was"),
      PromptTemplate("{sentence|strip} ", options: words, withoutInput: " "),
    ]
  }

  /// Whether a premise means a hypothesis, among yes, no and maybe (worded as for CB).
  static func inference(_ words: [String]) -> PromptTemplate {
    PromptTemplate(
      "Suppose {premise} Can we infer that \"{hypothesis}\"? Yes, No, or Maybe?\n", options: words)
  }
}

extension MaskedTemplate {
  /// LM-BFF's template of sentiment, `{sentence} It was<mask>.`, for one sentence.
  static func sentiment(
    _ words: [String], firstLimit: Int? = nil, otherLimit: Int? = nil
  ) -> MaskedTemplate {
    MaskedTemplate(
      "*cls**sent_0*_It_was*mask*.*sep+*", sentences: ["sentence"], words: words,
      firstLimit: firstLimit, otherLimit: otherLimit, maxLength: 128)
  }

  /// LM-BFF's template of inference: `{premise}?<mask>, {hypothesis}`.
  static func inference(
    _ words: [String], of sentences: [String] = ["premise", "hypothesis"], firstLimit: Int? = nil,
    maxLength: Int
  ) -> MaskedTemplate {
    MaskedTemplate(
      "*cls**sent-_0*?*mask*,*+sentl_1**sep+*", sentences: sentences, words: words,
      firstLimit: firstLimit, maxLength: maxLength)
  }
}

extension LabelRule {
  /// No and yes as data files spell them.
  static func truth(_ field: String, yesFirst: Bool = false) -> LabelRule {
    let no = ["0", "false", "no"]
    let yes = ["1", "true", "yes"]
    return LabelRule(field, yesFirst ? [yes, no] : [no, yes])
  }

  /// Entailment, neutral and contradiction, by name or by number.
  static func inference(_ field: String) -> LabelRule {
    LabelRule(
      field, [["entailment", "0"], ["neutral", "1"], ["contradiction", "2"]],
      unlabeled: ["-", "-1"])
  }

  /// Entailment or not, by name or by number.
  static func entailment(_ field: String) -> LabelRule {
    LabelRule(field, [["entailment", "0"], ["not_entailment", "1"]])
  }
}

/// Prompts that begin with solved examples (in-context learning), as MeZO builds them.
///
/// Texts over a model's length lose tokens from the left, so that the first demonstrations go.
package struct Demonstrations: Hashable, Sendable {
  /// Between demonstrations, and between the last and the question.
  package static let separator = "\n\n"

  /// What stands before every question; empty without demonstrations.
  package let text: String

  /// The solved examples in this order, each without white space at its ends.
  package init(_ examples: some Sequence<Example>) {
    text =
      examples.map { ($0.prompt + $0.options[$0.gold]).trimmingWhiteSpace }
      .joined(separator: Self.separator).trimmingWhiteSpace
  }

  /// The example after the demonstrations; without any, the example as it is.
  ///
  /// Only spaces are cut from the question's left, as without demonstrations, so that the number
  /// of scored tokens stays the same.
  package func preceding(_ example: Example) -> Example {
    guard !text.isEmpty else { return example }
    var prompted = example
    prompted.prompt = text + Self.separator + String(example.prompt.drop { $0 == " " })
    return prompted
  }

  /// The seeds of the demonstrations of each of `count` test examples, where each has its own.
  ///
  /// What NumPy's `RandomState(0).randint(0, 10000)` draws; the demonstrations are then the first
  /// of `LegacyRandomState(seed).permutation` of the training part.
  package static func seeds(_ count: Int) -> [UInt32] {
    var random = LegacyRandomState(seed: 0)
    return (0..<count).map { _ in random.bounded(9999) }
  }
}

extension Example {
  /// The question without its input, for surface-form calibration (SFC); nil when the task has
  /// none, as for generated answers.
  ///
  /// The score of an option is then its summed log-probability here subtracted from that after the
  /// whole prompt (sums, not means). For ICL-SFC put the same demonstrations before both.
  package var calibration: Example? {
    guard let withoutInput, answers == nil else { return nil }
    return Example(prompt: withoutInput, options: options, gold: gold, accepted: accepted)
  }
}
