import Vocabulary

/// What a task looks like: sizes and balances of its parts, and its first training examples.
package struct TaskPreview: Hashable, Encodable, Sendable {
  /// A part of the data.
  package struct Part: Hashable, Encodable, Sendable {
    package var name: String
    package var examples: Int
    /// For each option, how many examples it is right for; nil where options differ by example.
    package var balance: [String: Int]?
    /// Why the part is not there.
    package var missing: String?
  }

  /// The task with its settings.
  package var task: String
  package var version: Int
  package var objective: Objective
  package var metric: Metric
  package var parts: [Part]
  package var examples: [Example]

  /// - Parameter limit: how many examples.
  /// - Throws: what is wrong with the settings or the training data.
  package init(of component: Component, data: DataDirectory?, limit: Int) throws {
    let task = try TaskCatalog.make(component, data: data)
    self.task = component.description
    (version, objective, metric) = (task.version, task.objective, task.metric)
    if let shots = try task.shots() {
      examples = Array(shots.train.prefix(limit))
      parts = [Self.part("train", shots.train), Self.part("dev", shots.dev)]
    } else {
      let train = try task.examples(.train)
      examples = Array(train.prefix(limit))
      parts = [Self.part("train", train)]
    }
    parts.append(try Self.validation(of: task))
  }

  /// Training data alone can be looked at, too.
  private static func validation(of task: any FineTuningTask) throws(InputProblem) -> Part {
    do {
      return part("validation", try task.examples(.validation))
    } catch {
      guard error.kind == .missing else { throw error }
      return Part(name: "validation", examples: 0, missing: error.description)
    }
  }

  private static func part(_ name: String, _ examples: [Example]) -> Part {
    let shared = examples.first?.options ?? []
    guard shared.count > 1, examples.allSatisfy({ $0.options == shared }) else {
      return Part(name: name, examples: examples.count)
    }
    var balance = Dictionary(shared.map { ($0.trimmingWhiteSpace, 0) }) { first, _ in first }
    for example in examples { balance[shared[example.gold].trimmingWhiteSpace, default: 0] += 1 }
    return Part(name: name, examples: examples.count, balance: balance)
  }
}
