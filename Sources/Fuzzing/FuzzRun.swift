import Foundation

/// Mutants of one format, batch by batch, until as many as were asked for are read.
struct FuzzRun {
  /// Mutants of a process, so that one never grows old.
  private static let batch = 2000
  /// Signals of one format after which there is no use in going on.
  private static let mostFindings = 20

  let format: FuzzFormat
  let corpus: URL
  let seed: UInt64
  /// Where failing mutants are put.
  let findings: URL
  /// Where mutants are read.
  private let place: URL

  init(_ format: FuzzFormat, corpus: URL, seed: UInt64, findings: URL) {
    self.format = format
    self.corpus = corpus
    self.seed = seed
    self.findings = findings
    place = FileManager.default.temporaryDirectory
      .appending(path: "fuzz-\(ProcessInfo.processInfo.processIdentifier)-\(format.name)")
  }

  /// What happened, in a line, and whether nothing was found.
  func run(mutants: Int) throws -> (line: String, isClean: Bool) {
    let mutator = try mutator()
    defer { remove() }
    let start = ContinuousClock.now
    var (next, tally, signals) = (0, FuzzTally(), [String]())
    let end = mutator.seeds + mutants
    while next < end, signals.count < Self.mostFindings {
      try furnish()
      let stop = min(next + Self.batch, end)
      switch try child(next..<stop) {
      case .finished(let part):
        tally += part
        next = stop
      case .signalled(let signal, let number):
        signals.append("signal \(signal) at \(try keep(number, of: mutator.value))")
        next = number + 1
      }
    }
    for (number, message) in tally.untyped.sorted(by: { $0.key < $1.key }).prefix(5) {
      signals.append("\(message) at \(try keep(number, of: mutator.value))")
    }
    let took = start.duration(to: .now).components.seconds
    let findings = signals.isEmpty ? "no" : "\(signals.count)"
    let line =
      "\(format.name): \(mutator.seeds) kept, \(mutants) mutants, \(tally.accepted) read, "
      + "\(tally.refused) refused, \(took) s, \(findings) findings"
    return (([line] + signals).joined(separator: "\n  "), signals.isEmpty)
  }

  private func mutator() throws -> (value: Mutator, seeds: Int) {
    let seeds = try FuzzCorpus(corpus, format).seeds().map(\.bytes)
    guard !seeds.isEmpty else { throw FuzzProblem("the corpus has no \(format.name)") }
    return (Mutator(seeds, isText: format.isText, seed: seed), seeds.count)
  }

  /// What a child does.
  static func batch(
    _ format: FuzzFormat, corpus: URL, seed: UInt64, _ numbers: Range<Int>, in place: URL
  ) throws -> FuzzTally {
    let seeds = try FuzzCorpus(corpus, format).seeds().map(\.bytes)
    let mutator = Mutator(seeds, isText: format.isText, seed: seed)
    return try FuzzBatch(format: format, mutator: mutator, place: place).run(numbers)
  }

  private enum End {
    case finished(FuzzTally)
    case signalled(Int32, at: Int)
  }

  private func child(_ numbers: Range<Int>) throws -> End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      format.name, "--corpus", corpus.path, "--seed", "\(seed)", "--in", place.path, "--from",
      "\(numbers.lowerBound)", "--to", "\(numbers.upperBound)",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 0 {
      return .finished(try JSONDecoder().decode(FuzzTally.self, from: data))
    }
    let text = try? String(contentsOf: FuzzBatch.progress(in: place), encoding: .utf8)
    guard let number = text?.split(separator: "\n").first.flatMap({ Int($0) }) else {
      throw FuzzProblem("a process of \(format.name) ended before its first mutant")
    }
    return .signalled(process.terminationStatus, at: number)
  }

  private func furnish() throws {
    remove()
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try FuzzCorpus(corpus, format).furnish(place)
  }

  private func remove() {
    for url in [place, FuzzBatch.progress(in: place)] {
      try? FileManager.default.removeItem(at: url)
    }
  }

  /// Writes a mutant down, so that it can go into the corpus.
  private func keep(_ number: Int, of mutator: Mutator) throws -> String {
    let folder = findings.appending(path: format.name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "\(seed)-\(number)")
    try Data(mutator.file(number)).write(to: file)
    return file.path
  }
}

/// Why there is no fuzzing.
struct FuzzProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
