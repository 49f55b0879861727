import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench models`: what there is to run on this machine.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the embedded models and those of the Hugging Face cache.",
    discussion: """
      The cache is HF_HUB_CACHE, else hub in HF_HOME, else ~/.cache/huggingface/hub. A model that \
      cannot be run is listed with the reason. 'scripts/fetch model ORG/NAME' adds to the cache.

        zobench models tiny-opt --json

      Exit status: 0 printed.
      """)

  @Argument(
    help: .init("Models, or patterns with * (default: all).", valueName: "name"),
    completion: .models)
  var names: [String] = []

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let models = try NameChoice(names, "model").chosen(from: ModelListing.all, by: \.name)
    if json { return Console.out(PrettyJSON.text(models)) }
    for model in models { Console.out(Console.printable(Self.text(model))) }
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
