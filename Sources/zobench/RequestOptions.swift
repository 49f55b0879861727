import ArgumentParser
import Clusters

/// What each task of a study asks its scheduler for.
struct RequestOptions: ParsableArguments {
  @Option(
    help: .init("Processor threads of a task.", valueName: "n"), reading: Limit.whole(1...1024))
  var threads = 1

  @Option(
    name: .shortAndLong, help: .init("Runs of a task at once.", valueName: "n"),
    reading: Limit.whole(1...1024))
  var jobs = 1

  @Option(
    help: .init(
      "Tasks at once; for GNU parallel, on each host (default: the scheduler decides).",
      valueName: "n"),
    transform: Limit.whole(1...1_000_000))
  var parallel: Int?

  @Option(
    help: .init(
      "Memory of every task, for example 8GiB (default: by class, the forecast and --beside).",
      valueName: "size"),
    transform: ByteSize.parse)
  var mem: ByteSize?

  @Option(
    help: .init("Memory that a process needs beside the forecast.", valueName: "size"),
    reading: ByteSize.parse)
  var beside = ByteSize(JobRequest().besideBytes)

  @Option(
    help: .init(
      "Time of every task, for example 12:00:00 or 2-00:00:00 (default: by class, at most a day).",
      valueName: "time"),
    transform: RequestOptions.seconds)
  var time: Int?

  @Option(
    help: .init(
      "GFLOP/s that a thread reaches, for --time without --calibrate.", valueName: "number"),
    reading: Limit.number(0.001...1e6))
  var gflops = 25.0

  @Option(
    help: .init(
      "A line for the scheduler, such as --partition=long; may be repeated.", valueName: "line"))
  var option: [String] = []

  @Option(help: .init("The program's path on the hosts (default: this one).", valueName: "file"))
  var program: String?

  var request: JobRequest {
    var request = JobRequest()
    request.besideBytes = beside.bytes
    request.bytes = mem?.bytes
    request.seconds = time
    request.threadRate = gflops * 1e9
    request.threads = threads
    request.jobs = jobs
    return request
  }

  /// Seconds of `HH:MM:SS`, `MM:SS` or `D-HH:MM:SS`.
  @Sendable static func seconds(_ text: String) throws -> Int {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    let fields = (halves.last ?? "").split(separator: ":", omittingEmptySubsequences: false)
    let numbers = fields.map { Int($0) }
    let days = halves.count == 2 ? Int(halves[0]) : 0
    guard (1...2).contains(halves.count), (2...3).contains(numbers.count), let days,
      (0...3650).contains(days), numbers.allSatisfy({ $0.map((0..<10_000).contains) ?? false })
    else { throw ValidationError("must be a time such as 12:00:00 or 2-00:00:00") }
    let seconds = numbers.reduce(0) { 60 * $0 + ($1 ?? 0) } + 86_400 * days
    guard seconds > 0 else { throw ValidationError("must be more than nothing") }
    return seconds
  }
}
