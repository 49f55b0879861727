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
