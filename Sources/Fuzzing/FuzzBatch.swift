import Foundation
import Grids
import Statistics
import Storage
import Tensors
import Tokenizers
import Vocabulary

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run of mutants in a process of its own, whose end by a signal says which one it was.
struct FuzzBatch {
  /// Seconds that a mutant may take.
  static let seconds: UInt32 = 20
  /// Bytes that reading may add to the process.
  private static let memory = 1 << 30

  let format: FuzzFormat
  let mutator: Mutator
  let place: URL

  /// Where the number of the mutant stands that is being read.
  static func progress(in place: URL) -> URL { place.appendingPathExtension("number") }

  /// Reads mutants from `first` on, and tells what each came to.
  ///
  /// - Returns: how many were read, how many refused, and every error that names no problem.
  func run(_ numbers: Range<Int>) throws -> FuzzTally {
    try limitMemory()
    let progress = Self.progress(in: place)
    try Data().write(to: progress)
    let mark = try FileHandle(forWritingTo: progress)
    let file = place.appending(path: format.file)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    var tally = FuzzTally()
    for number in numbers {
      try mark.seek(toOffset: 0)
      try mark.write(contentsOf: Data("\(number)\n".utf8))
      try Data(mutator.file(number)).write(to: file)
      alarm(Self.seconds)
      tally.add(number, outcome())
      alarm(0)
    }
    return tally
  }

  private func outcome() -> FuzzTally.Outcome {
    do {
      try format.read(place)
      return .accepted
    } catch {
      return Self.isProblem(error) ? .refused : .untyped("\(type(of: error)): \(error)")
    }
  }

  /// Whether an error is one that the program prints with a place and a status.
  private static func isProblem(_ error: any Error) -> Bool {
    error is InputProblem || error is TokenizerProblem || error is ValueProblems
      || error is SettingsProblem || error is OutOfMemory
      || error is GridProblems || error is StorageProblem
  }

  private func limitMemory() throws {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
      separator: " ")
    let used = (pages.first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    var limit = rlimit(rlim_cur: rlim_t(used + Self.memory), rlim_max: rlim_t(used + Self.memory))
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
  }
}

/// What mutants came to.
struct FuzzTally: Codable {
  enum Outcome {
    case accepted, refused
    case untyped(String)
  }

  var accepted = 0
  var refused = 0
  /// Errors without a type of their own, by the mutant's number.
  var untyped: [Int: String] = [:]

  mutating func add(_ number: Int, _ outcome: Outcome) {
    switch outcome {
    case .accepted: accepted += 1
    case .refused: refused += 1
    case .untyped(let message): untyped[number] = message
    }
  }

  static func += (total: inout FuzzTally, part: FuzzTally) {
    total.accepted += part.accepted
    total.refused += part.refused
    total.untyped.merge(part.untyped) { $1 }
  }
}
