/// What becomes of the delimiters that a text is cut at.
///
/// The five behaviors, and their odd corners, are those of `SplitDelimiterBehavior` in
/// Hugging Face tokenizers.
enum SplitBehavior: String, CaseIterable, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// A stretch of text that is a delimiter or stands between two.
  struct Stretch {
    var range: Range<Int>
    var isDelimiter: Bool
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    let wanted = try field.bytes().text
    guard let behavior = Self.allCases.first(where: { $0.rawValue == wanted }) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw field.problem("behavior '\(wanted)' is not supported (supported: \(known))")
    }
    self = behavior
  }

  /// The pieces of `piece` when each scalar that `isDelimiter` accepts is one delimiter.
  func split(_ piece: Piece, where isDelimiter: (Unicode.Scalar) -> Bool) -> [Piece] {
    let text = piece.text
    var stretches: [Stretch] = []
    var (done, index) = (text.startIndex, text.startIndex)
    while index < text.endIndex {
      let (scalar, length) = text.scalar(at: index)
      if isDelimiter(scalar) {
        if done < index { stretches.append(Stretch(range: done..<index, isDelimiter: false)) }
        stretches.append(Stretch(range: index..<(index + length), isDelimiter: true))
        done = index + length
      }
      index += length
    }
    if done < index { stretches.append(Stretch(range: done..<index, isDelimiter: false)) }
    return split(piece, at: stretches)
  }

  /// The pieces of `piece`, whose text `stretches` cover from its start to its end.
  func split(_ piece: Piece, at stretches: [Stretch]) -> [Piece] {
    switch self {
    case .isolated: piece.cut(at: stretches.lazy.map(\.range))
    case .removed: piece.cut(at: stretches.lazy.filter { !$0.isDelimiter }.map(\.range))
    case .contiguous: piece.cut(at: Self.join(stretches) { $0 == $1 })
    case .mergedWithPrevious: piece.cut(at: Self.join(stretches) { !$0 && $1 })
    case .mergedWithNext: piece.cut(at: Self.join(stretches, backwards: true) { !$0 && $1 })
    }
  }

  /// Joins each stretch with its forerunner if `join(forerunner, it)` says so of the two flags.
  private static func join(
    _ stretches: [Stretch], backwards: Bool = false, _ join: (Bool, Bool) -> Bool
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    // The original takes the start of the text for no delimiter.
    var previous = false
    for stretch in backwards ? stretches.reversed() : stretches {
      if let last = ranges.last, join(previous, stretch.isDelimiter) {
        let lower = min(last.lowerBound, stretch.range.lowerBound)
        ranges[ranges.count - 1] = lower..<max(last.upperBound, stretch.range.upperBound)
      } else {
        ranges.append(stretch.range)
      }
      previous = stretch.isDelimiter
    }
    return backwards ? ranges.reversed() : ranges
  }
}

/// A piece of normalized text on its way to the model.
struct Piece {
  var text: Bytes
  /// Whether nothing of the whole text stands before it, neither text nor an added token.
  var isFirst: Bool

  init(_ text: Bytes, isFirst: Bool) {
    self.text = text
    self.isFirst = isFirst
  }

  /// The parts of this piece in `ranges`, which index its text.
  func cut(at ranges: some Sequence<Range<Int>>) -> [Piece] {
    ranges.map { range in
      Piece(text[range], isFirst: isFirst && range.lowerBound == text.startIndex)
    }
  }
}
