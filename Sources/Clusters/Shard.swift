import Vocabulary

/// One of the parts into which the cells of a study are divided: `index` of `count`, from 1.
package struct Shard: Hashable, Codable, Sendable, CustomStringConvertible {
  /// 1 to `count`.
  package let index: Int
  package let count: Int

  /// The most shards of a study; the tasks of a Slurm array have numbers below 1001 by default.
  package static let most = 1000

  /// Nil for a shard that is none.
  package init?(_ index: Int, of count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `3/12`; nil when that is no shard.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(index, of: count)
  }

  package var description: String { "\(index)/\(count)" }

  /// A path in which `{shard}` stands for the shard's number.
  package func path(_ pattern: String) -> String {
    pattern.replacing("{shard}", with: "\(index)")
  }
}

/// The shard that a scheduler means by the variables that it gives to each task of an array.
package struct ShardVariables {
  private let environment: [String: String]

  package init(_ environment: [String: String]) { self.environment = environment }

  /// How many shards there are, where an engine does not say; a Kubernetes manifest sets it.
  package static let count = "ZOBENCH_SHARDS"
  /// The shard of the first task of an array, 1 unless several arrays share a study.
  package static let first = "ZOBENCH_SHARD_FIRST"

  private static let engines: [(name: String, variable: String, read: @Sendable (Self) -> Shard?)] =
    [
      ("Slurm", "SLURM_ARRAY_TASK_ID", { $0.slurm }),
      ("Kubernetes", "JOB_COMPLETION_INDEX", { $0.kubernetes }),
      ("Grid Engine", "SGE_TASK_ID", { $0.gridEngine }),
    ]

  /// - Throws: that no engine's variables are there, or that they make no shard.
  package func shard() throws(InputProblem) -> Shard {
    for engine in Self.engines {
      guard let id = environment[engine.variable], id != "undefined" else { continue }
      if let shard = engine.read(self) { return shard }
      throw InputProblem(
        at: "--shard auto",
        "\(engine.name)'s \(engine.variable)=\(id) makes no shard of 1 to \(Shard.most); set "
          + "\(Self.count) to the number of shards, or give --shard I/N")
    }
    let names = Self.engines.map(\.variable).joined(separator: ", ")
    throw InputProblem(at: "--shard auto", "none of \(names) is set; give --shard I/N")
  }

  private func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }

  private func shard(_ place: Int, of count: Int?) -> Shard? {
    guard let count = number(Self.count) ?? count else { return nil }
    let (index, overflow) = place.addingReportingOverflow(number(Self.first) ?? 1)
    return overflow ? nil : Shard(index, of: count)
  }

  /// The place of `id` in a range of task numbers, from 0.
  private func place(_ id: String, from first: String, by step: String) -> Int? {
    guard let id = number(id) else { return nil }
    let (distance, overflow) = id.subtractingReportingOverflow(number(first) ?? 1)
    let step = max(number(step) ?? 1, 1)
    return overflow || distance < 0 || distance % step != 0 ? nil : distance / step
  }

  private var slurm: Shard? {
    let place = place(
      "SLURM_ARRAY_TASK_ID", from: "SLURM_ARRAY_TASK_MIN", by: "SLURM_ARRAY_TASK_STEP")
    return place.flatMap { shard($0, of: number("SLURM_ARRAY_TASK_COUNT")) }
  }

  /// Indices count from 0; how many there are is in no variable of the engine's own.
  private var kubernetes: Shard? {
    number("JOB_COMPLETION_INDEX").flatMap { shard($0, of: nil) }
  }

  private var gridEngine: Shard? {
    guard let last = number("SGE_TASK_LAST") else { return nil }
    let (first, step) = (number("SGE_TASK_FIRST") ?? 1, max(number("SGE_TASK_STEPSIZE") ?? 1, 1))
    let (distance, overflow) = last.subtractingReportingOverflow(first)
    guard !overflow, distance >= 0 else { return nil }
    let place = place("SGE_TASK_ID", from: "SGE_TASK_FIRST", by: "SGE_TASK_STEPSIZE")
    return place.flatMap { shard($0, of: distance / step + 1) }
  }
}
