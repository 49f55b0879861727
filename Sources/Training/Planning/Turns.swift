import Vocabulary

/// How the steps and evaluations of a run are divided into turns, one after the other.
struct Turns: Hashable, Sendable {
  /// Examples of a step that are run together.
  var microBatch: Int
  /// Probes that are evaluated together; 0 are all that the optimizer asks for.
  var lanes: Int
  /// Examples that are evaluated together.
  var evaluationBatch: Int
  /// Whether frozen matrices leave memory when they were used.
  var isStreaming: Bool

  /// The sizes that are worth trying for `count`: for each number of turns the smallest that does
  /// with it, from one turn on.
  static func sizes(of count: Int) -> [Int] {
    var sizes: [Int] = []
    var turns = 1
    while sizes.last ?? count + 1 > 1 {
      let size = (count + turns - 1) / turns
      sizes.append(size)
      // The next number of turns that a smaller size has.
      turns = size > 1 ? (count + size - 2) / (size - 1) : turns
    }
    return sizes
  }
}

extension RunSettings {
  /// Whether it is divided as another run is.
  func isDivided(as other: RunSettings) -> Bool {
    (microBatch, lanes, evaluationBatch, streaming)
      == (other.microBatch, other.lanes, other.evaluationBatch, other.streaming)
  }

  /// Takes how another run is divided.
  mutating func take(_ other: RunSettings) {
    (microBatch, lanes) = (other.microBatch, other.lanes)
    (evaluationBatch, streaming) = (other.evaluationBatch, other.streaming)
  }

  mutating func take(_ turns: Turns) {
    (microBatch, lanes) = (turns.microBatch, turns.lanes)
    (evaluationBatch, streaming) = (turns.evaluationBatch, turns.isStreaming)
  }
}
