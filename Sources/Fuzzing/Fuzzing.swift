import Foundation

/// `scripts/fuzz [FORMAT…] [--mutants N] [--seed S]`: reads damaged files of every kind.
///
/// Every file of the corpus is read, then mutants of them, in processes of their own with bounded
/// time and memory. Status 1 says that something ended by a signal, took too long, or threw an
/// error that is no problem of an input; such mutants are written down.
@main
struct Fuzzing {
  private var names: [String] = []
  private var options: [String: String] = [:]

  static func main() {
    do {
      exit(try Fuzzing(CommandLine.arguments.dropFirst()).run() ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("fuzz: \(error)\n".utf8))
      exit(64)
    }
  }

  private init(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        names.append(argument)
        continue
      }
      let known = ["mutants", "seed", "corpus", "findings", "in", "from", "to"]
      let name = String(argument.dropFirst(2))
      guard known.contains(name), let value = rest.popFirst() else {
        throw FuzzProblem("'\(argument)' is not known, or has no value")
      }
      options[name] = value
    }
  }

  private func number(_ name: String, default fallback: Int) throws -> Int {
    guard let text = options[name] else { return fallback }
    guard let value = Int(text), value >= 0 else { throw FuzzProblem("--\(name) is no number") }
    return value
  }

  private func run() throws -> Bool {
    let corpus = URL(fileURLWithPath: options["corpus"] ?? "Tests/FuzzingTests/Corpus")
    let findings = URL(fileURLWithPath: options["findings"] ?? ".build/fuzz")
    let seed = UInt64(try number("seed", default: 1))
    if let place = options["in"] {
      let numbers = try number("from", default: 0)..<number("to", default: 0)
      let tally = try FuzzRun.batch(
        formats()[0], corpus: corpus, seed: seed, numbers, in: URL(fileURLWithPath: place))
      say(String(decoding: try JSONEncoder().encode(tally), as: UTF8.self))
      return true
    }
    var isClean = true
    for format in try formats() {
      let result = try FuzzRun(format, corpus: corpus, seed: seed, findings: findings)
        .run(mutants: number("mutants", default: 1000))
      say(result.line)
      isClean = isClean && result.isClean
    }
    return isClean
  }

  private func formats() throws -> [FuzzFormat] {
    guard !names.isEmpty else { return FuzzFormat.all }
    return try names.map { name in
      guard let format = FuzzFormat.all.first(where: { $0.name == name }) else {
        throw FuzzProblem(
          "'\(name)' is none of \(FuzzFormat.all.map(\.name).joined(separator: ", "))")
      }
      return format
    }
  }

  private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
