import ArgumentParser
import Foundation
import Laboratory
import Reports
import Training
import Vocabulary

/// `zobench optimizers`: what there is, what it costs, and what it keeps on a model.
struct Optimizers: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the optimizers with their papers, passes, state and settings.",
    discussion: """
      Passes are those of one step over a batch at the defaults; state is what is kept from step \
      to step beside the weights when all of them train. A method is 'confirmed' by a trace, steps \
      computed outside of this program from its source's formula, or by its authors' code; \
      'unconfirmed' says why it is not, and 'open' what no source says, mostly defaults.

        zobench optimizers zo-sgd fzoo --model tiny-opt

      Exit status: 0 printed; 64 usage; 65 a model that cannot be used; 66 no such model.
      """)

  @Argument(
    help: .init("Optimizers, or patterns with * (default: all).", valueName: "name"),
    completion: .optimizers)
  var names: [String] = []

  @Option(
    help: .init(
      "An embedded model, a directory, a GGUF file, or ORG/NAME[@REV] in the Hub's cache.",
      valueName: "model"),
    completion: .models)
  var model = "tiny-opt"

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let all = try OptimizerListing.all(model: model)
    let optimizers = try NameChoice(names, "optimizer").chosen(from: all, by: \.name)
    if json { return Console.out(PrettyJSON.text(optimizers)) }
    let shared = Self.shared(optimizers)
    let entries = optimizers.map { lines($0, shared).joined(separator: "\n") }
    let common = Self.wrap("Each has these settings, too: " + Self.list(shared), indent: "")
    Console.out(
      Console.printable((entries + [common.joined(separator: "\n")]).joined(separator: "\n\n")))
  }

  /// - Parameter shared: the settings that are told once, below all.
  private func lines(
    _ optimizer: OptimizerListing, _ shared: [String: SettingValue]
  ) -> [String] {
    let passes = Self.passes(optimizer.forwards, "forward")
    let backwards =
      optimizer.backwards > 0 ? " and " + Self.passes(optimizer.backwards, "backward") : ""
    var lines = Self.wrap("\(optimizer.name): \(optimizer.summary)", indent: "")
    lines += source(optimizer.provenance)
    lines += field("passes", passes + backwards + " per step")
    lines += field("state", state(optimizer))
    let further = optimizer.pacing.filter { shared[$0.key] == nil }
    lines += field("settings", Self.list(optimizer.settings.merging(further) { own, _ in own }))
    return lines
  }

  private func state(_ optimizer: OptimizerListing) -> String {
    let bytes = optimizer.stateBytes
    if bytes > 0 { return "\(optimizer.state); \(bytes) bytes on \(model)" }
    return optimizer.state == "nothing"
      ? "no optimizer state" : "\(optimizer.state); no bytes on \(model)"
  }

  private func source(_ provenance: Provenance) -> [String] {
    var lines = field("paper", provenance.paper)
    if let equation = provenance.equation { lines += field("step", equation) }
    if let code = provenance.code { lines += field("code", code.description) }
    switch provenance.status {
    case .confirmed(let evidence): lines += field("confirmed", "by " + evidence.rawValue)
    case .unconfirmed(let reason): lines += field("unconfirmed", reason)
    }
    if let open = provenance.open { lines += field("open", open) }
    return lines
  }

  /// The settings beside its own that each of them has.
  private static func shared(_ optimizers: [OptimizerListing]) -> [String: SettingValue] {
    (optimizers.first?.pacing ?? [:]).filter { name, _ in
      optimizers.allSatisfy { $0.pacing[name] != nil }
    }
  }

  private func field(_ name: String, _ text: String) -> [String] {
    let title = name.padding(toLength: Self.titleWidth, withPad: " ", startingAt: 0)
    let indent = String(repeating: " ", count: Self.titleWidth)
    let lines = Self.wrap(text, indent: indent)
    return lines.enumerated().map { number, line in
      "  " + (number == 0 ? title + line.dropFirst(Self.titleWidth) : line)
    }
  }

  private static let titleWidth = 13

  private static func wrap(_ text: String, indent: String) -> [String] {
    TextWrap.lines(text, width: indent.isEmpty ? 80 : 78, indent: indent)
  }

  private static func list(_ settings: [String: SettingValue]) -> String {
    let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return pairs.isEmpty ? "none" : pairs.joined(separator: ", ")
  }

  private static func passes(_ count: Int, _ kind: String) -> String {
    "\(count) \(kind)\(count == 1 ? "" : "s")"
  }
}
