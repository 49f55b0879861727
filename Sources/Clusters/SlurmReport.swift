/// What Slurm says about the tasks of job arrays, read from its own tables.
package struct SlurmReport: Hashable, Sendable {
  /// A task's state and, where it is told, why.
  package struct Task: Hashable, Codable, Sendable {
    package var state: String
    package var reason: String
    package var node: String
    /// Whether the scheduler still has it.
    package var isActive: Bool

    package init(state: String, reason: String, node: String, isActive: Bool) {
      self.state = state
      self.reason = reason
      self.node = node
      self.isActive = isActive
    }
  }

  /// By job and number of the task, `17_3`.
  package private(set) var tasks: [String: Task] = [:]

  package init() {}

  /// The columns that `add(queue:)` reads.
  package static func queue(_ jobs: [String]) -> [String] {
    [
      "squeue", "--noheader", "--array", "--states=all", "--jobs=" + jobs.joined(separator: ","),
      "--format=%F_%K|%T|%r|%N",
    ]
  }

  /// The columns that `add(accounts:)` reads.
  package static func accounts(_ jobs: [String]) -> [String] {
    [
      "sacct", "--noheader", "--parsable2", "--allocations", "--array",
      "--jobs=" + jobs.joined(separator: ","), "--format=JobID,State,ExitCode,NodeList",
    ]
  }

  /// States in which nothing more comes of a task (squeue(1), "JOB STATE CODES").
  private static let ends: Set = [
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY",
    "PREEMPTED", "REVOKED", "SPECIAL_EXIT", "TIMEOUT",
  ]

  /// Adds what `squeue` printed: tasks that wait, run, or ended minutes ago.
  package mutating func add(queue text: String) {
    for columns in Self.rows(text) where columns.count == 4 {
      tasks[columns[0]] = Task(
        state: columns[1], reason: columns[2] == "None" ? "" : columns[2], node: columns[3],
        isActive: !Self.ends.contains(columns[1]))
    }
  }

  /// Adds what `sacct` printed: tasks that have ended, too.
  package mutating func add(accounts text: String) {
    for columns in Self.rows(text) where columns.count == 4 && tasks[columns[0]] == nil {
      let status = columns[2].split(separator: ":").first.map { "exit status \($0)" } ?? ""
      tasks[columns[0]] = Task(
        state: String(columns[1].split(separator: " ").first ?? ""), reason: status,
        node: columns[3], isActive: false)
    }
  }

  private static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters() }
    }
  }
}

extension Substring {
  fileprivate func trimmingCharacters() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
