import Tasks
import Training

/// What a tiny model reads.
package enum PretrainingText: String, CaseIterable, Codable, Sendable {
  /// Paragraphs of the small world.
  case running
  /// Questions and answers about it in Vicuna's format.
  case conversations

  /// Endless documents; the same for the same seed on every machine.
  func documents(seed: UInt64) -> AnyIterator<String> {
    switch self {
    case .running: AnyIterator(World.runningText(seed: seed))
    case .conversations: AnyIterator(World.conversations(seed: seed))
    }
  }
}
