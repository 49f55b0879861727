import ArgumentParser
import Foundation
import Grids
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench models`: what there is to run on this machine.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the embedded models, those of the Hugging Face cache, or those at a path.",
    discussion: """
      The cache is HF_HUB_CACHE, else hub in HF_HOME, else ~/.cache/huggingface/hub. A model that \
      cannot be run is listed with the reason. 'scripts/fetch model ORG/NAME' adds to the cache.

        zobench models tiny-opt --json
        zobench models ~/models                # every model directory and GGUF file in it

      Exit status: 0 printed; 64 usage; 66 nothing of that name, or no model at the path.
      """)

  @Argument(
    help: .init(
      "Models, patterns with *, directories, or GGUF files (default: all).", valueName: "name"),
    completion: .models)
  var names: [String] = []

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let models = try listed()
    if json { return Console.out(PrettyJSON.text(models)) }
    for model in models { Console.out(Console.printable(Self.text(model))) }
  }

  private func listed() throws -> [ModelListing] {
    let known = ModelListing.all
    guard !names.isEmpty else { return known }
    return try names.flatMap { name in
      // A name means what it means in a grid: what ships with the program comes before a path.
      let isKnown = known.contains { NamePattern(name).means($0.name) }
      guard !isKnown, let found = ModelListing.all(at: name) else {
        return try Self.chosen(name, from: known)
      }
      guard !found.isEmpty else {
        throw InputProblem(
          .missing, at: name,
          "holds no model: no config.json and no .gguf, neither in it nor one level below")
      }
      return found
    }
  }

  /// The models that a name or a pattern means.
  private static func chosen(_ name: String, from known: [ModelListing]) throws -> [ModelListing] {
    do {
      return try NameChoice([name], "model").chosen(from: known, by: \.name)
    } catch let unknown as ValidationError {
      guard name.contains("/") else { throw InputProblem(.missing, at: "models", unknown.message) }
      throw InputProblem(
        .missing, at: name, "there is no such file or directory, and no such model in the cache")
    }
  }

  /// A line of facts, the path below it, and what is wrong.
  private static func text(_ model: ModelListing) -> String {
    var facts = [model.name, model.family ?? "unknown family"]
    if let parameters = model.parameters { facts.append(Self.count(parameters) + " parameters") }
    facts.append(NumberText.bytes(model.bytes))
    facts.append(model.source.rawValue)
    var lines = [facts.joined(separator: "  "), "    " + model.path]
    if let problem = model.problem { lines.append("    cannot be run: \(problem)") }
    return lines.joined(separator: "\n")
  }

  /// `125.2 M`: a number of parameters as people say it.
  static func count(_ value: Int) -> String {
    let units = [(1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")]
    guard let (size, unit) = units.first(where: { value >= $0.0 }) else { return "\(value)" }
    return String(format: "%.1f %@", Double(value) / Double(size), unit)
  }
}
