import Vocabulary

/// What a scheduler is told: the shards of a study, in classes of memory, and how to run one.
package struct JobPlan: Hashable, Codable, Sendable {
  /// Of the study; letters, digits and `-` only.
  package var name: String
  /// An absolute path, which every host sees; shards' databases and logs are in it.
  package var directory: String
  /// The absolute path of the program on every host.
  package var program: String
  /// Of `run`, without shard, database and threads: the grid and how it is read.
  package var arguments: [String]
  /// Shards of the whole study.
  package var shards: Int
  package var classes: [JobClass]
  /// Processor threads of a task.
  package var threads: Int
  /// Runs of a task at once.
  package var jobs: Int
  /// Tasks at once; nil is as many as the scheduler allows.
  package var parallel: Int?
  /// Lines for the scheduler as they are, such as `--partition=long`.
  package var options: [String]

  package init(
    name: String, directory: String, program: String, arguments: [String], shards: Int,
    classes: [JobClass], threads: Int = 1, jobs: Int = 1, parallel: Int? = nil,
    options: [String] = []
  ) {
    self.name = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    self.directory = directory
    self.program = program
    self.arguments = arguments
    self.shards = shards
    self.classes = classes
    self.threads = threads
    self.jobs = jobs
    self.parallel = parallel
    self.options = options
  }

  /// The words of the command that runs a shard.
  ///
  /// - Parameters:
  ///   - shard: what stands for its number, such as `$SLURM_ARRAY_TASK_ID`; nil is `auto`.
  func command(shard: String?) -> [String] {
    [program, "run"] + arguments
      + [
        "--shard", shard.map { "\($0)/\(shards)" } ?? "auto", "--db", "shards/{shard}.sqlite",
        "--threads", "\(threads)", "--jobs", "\(jobs)",
      ]
  }
}

/// Shards that are asked for the same memory and time.
package struct JobClass: Hashable, Codable, Sendable {
  /// 1 is the class of the largest.
  package var number: Int
  /// Ascending numbers of shards.
  package var shards: [Int]
  /// The largest forecast of a cell.
  package var forecastBytes: Int
  /// What the scheduler is asked for.
  package var bytes: Int
  package var seconds: Int

  package init(number: Int, shards: [Int], forecastBytes: Int, bytes: Int, seconds: Int) {
    self.number = number
    self.shards = shards
    self.forecastBytes = forecastBytes
    self.bytes = bytes
    self.seconds = seconds
  }

  /// Whole mebibytes, rounded up.
  var mebibytes: Int { bytes >> 20 + (bytes & ((1 << 20) - 1) == 0 ? 0 : 1) }
  /// Whole minutes, rounded up.
  var minutes: Int { seconds / 60 + (seconds % 60 > 0 ? 1 : 0) }

  /// `1-4,7`.
  var list: String {
    var ranges: [ClosedRange<Int>] = []
    for shard in shards {
      if let last = ranges.last, last.upperBound + 1 == shard {
        ranges[ranges.count - 1] = last.lowerBound...shard
      } else {
        ranges.append(shard...shard)
      }
    }
    return ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
  }

  /// `1-02:30:00`.
  package var clock: String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let days = seconds / 86_400
    let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(two)
    return (days > 0 ? "\(days)-" : "") + clock.joined(separator: ":")
  }

  /// For the head of a file.
  func title(of plan: JobPlan) -> String {
    let (unit, name) = forecastBytes < 1 << 30 ? (1 << 20, "MiB") : (1 << 30, "GiB")
    let tenths = (forecastBytes / 64 * 10 + unit / 128) / (unit / 64)
    return "shards \(list) of \(plan.shards) of the study \(plan.name): "
      + "cells of up to \(tenths / 10).\(tenths % 10) \(name)"
  }
}

extension JobPlan {
  /// A comment line for each class.
  var titles: String {
    classes.map { "# " + $0.title(of: self) + "; \($0.mebibytes) MiB a task" }
      .joined(separator: "\n")
  }

  /// The plan for some of its shards; classes that have none of them go.
  package func only(_ shards: Set<Int>) -> JobPlan {
    var plan = self
    for index in plan.classes.indices {
      plan.classes[index].shards = plan.classes[index].shards.filter(shards.contains)
    }
    plan.classes.removeAll { $0.shards.isEmpty }
    return plan
  }
}
