import Vocabulary

/// A kind of task that a grid can name: how it is made from settings and data.
package protocol TaskFamily: Sendable {
  associatedtype S: Settings
  /// The name in grids: the task's name in lm-evaluation-harness where it has one.
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  /// The task; the data itself is read when examples are asked for.
  ///
  /// - Throws: a missing-input problem when the task needs data and has no directory.
  static func make(_ settings: S, data: DataDirectory?) throws(InputProblem) -> any FineTuningTask
}
