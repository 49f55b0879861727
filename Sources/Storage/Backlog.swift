import Vocabulary

/// What a run has told and the database does not hold yet, in its order.
///
/// A write that fails is tried again with the next, so that one failure leaves no hole in a log.
struct Backlog {
  enum Entry {
    case progress(TrialProgress, index: Int)
    case trial(TrialResult, index: Int)
    case result(RunResult)
  }

  private(set) var entries: [Entry] = []

  /// Puts an entry behind the others; pieces of one log become one.
  mutating func append(_ entry: Entry) {
    if case .progress(let next, let index) = entry,
      case .progress(let last, index)? = entries.last,
      last.start + last.log.count == next.start
    {
      entries[entries.count - 1] = .progress(
        TrialProgress(result: next.result, start: last.start, log: last.log + next.log),
        index: index)
    } else {
      entries.append(entry)
    }
  }

  mutating func removeFirst() { entries.removeFirst() }
}
