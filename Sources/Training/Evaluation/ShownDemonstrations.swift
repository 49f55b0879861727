import Tasks

extension TaskSample {
  /// Puts the first `count` training examples, solved, before every question of dev and test.
  ///
  /// - Parameter calibrating: whether before the questions without inputs, too (ICL-SFC).
  mutating func demonstrate(_ count: Int, calibrating: Bool = false) {
    let shown = Demonstrations(train.prefix(count))
    func change(_ example: Example) -> Example {
      var example = example
      if calibrating, let question = example.calibration {
        example.withoutInput = shown.preceding(question).prompt
      }
      return shown.precedingWholly(example)
    }
    dev = dev.map(change)
    test = test.map(change)
  }
}

extension Demonstrations {
  /// The example after the demonstrations, also as a masked model sees it.
  fileprivate func precedingWholly(_ example: Example) -> Example {
    var prompted = preceding(example)
    guard !text.isEmpty, var masked = example.masked else { return prompted }
    masked.before.insert(MaskedExample.Piece(text + Self.separator), at: 0)
    // A template's limit is for one example; the model's own holds.
    masked.maxLength = nil
    prompted.masked = masked
    return prompted
  }
}
