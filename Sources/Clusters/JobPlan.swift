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
    "shards \(list) of \(plan.shards) of the study \(plan.name): "
      + "cells of up to \(ByteText.of(forecastBytes))"
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

/// How forecasts become what a scheduler is asked for.
package struct JobRequest: Sendable {
  /// Bytes of a process beside the ledger: what it is known to take, and as much again as another
  /// machine's libraries may.
  package var besideBytes = ResidentOverhead.usual.reservedBytes(forecast: 0) + (128 << 20)
  /// Bytes of every task, whatever the forecast; nil is the forecast.
  package var bytes: Int?
  /// Seconds of every task; nil is the forecast.
  package var seconds: Int?
  /// Floating-point operations in a second that a thread reaches, where nothing was measured: low,
  /// since a task that ends early costs nothing.
  package var threadRate = 2.5e10
  package var threads = 1
  package var jobs = 1

  package init() {}

  /// No task is asked for longer than a day: a longer one is interrupted, and goes on.
  private static let longest = 86_400

  /// The classes of a study.
  ///
  /// - Parameter measured: seconds of runs alone, by identity, where a calibration measured them.
  package func classes(
    of plan: ShardPlan, measured: [Identity: Double] = [:]
  ) -> [JobClass] {
    let parts = plan.parts.filter { !$0.identities.isEmpty }
    let numbers = Set(parts.map(\.memoryClass)).sorted()
    return numbers.enumerated().map { place, number in
      let members = parts.filter { $0.memoryClass == number }
      let forecast = members.map(\.bytes).max() ?? 0
      let longest = members.map { seconds(of: $0, measured) }.max() ?? 0
      return JobClass(
        number: place + 1, shards: members.map(\.shard.index), forecastBytes: forecast,
        bytes: bytes ?? forecast * jobs + besideBytes, seconds: seconds ?? Self.request(longest))
    }
  }

  /// Seconds of a shard's training: as measured, else by the rate of its threads.
  package func seconds(
    of part: ShardPlan.Part, _ measured: [Identity: Double]
  ) -> Double {
    let known = part.identities.compactMap { measured[$0] }
    if !known.isEmpty, known.count == part.identities.count {
      return known.reduce(0, +) / Double(jobs)
    }
    return part.flops / (threadRate * Double(threads))
  }

  /// Half as much again and ten minutes, in whole ten minutes.
  private static func request(_ seconds: Double) -> Int {
    let asked = min(1.5 * seconds + 600, Double(longest))
    return min(longest, (Int(asked.rounded(.up)) + 599) / 600 * 600)
  }
}
