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
      unlabelled: ["-", "-1"])
  }

  /// Entailment or not, by name or by number.
  static func entailment(_ field: String) -> LabelRule {
    LabelRule(field, [["entailment", "0"], ["not_entailment", "1"]])
  }
}
