import ArgumentParser
import Experiments
import Training

/// `zobench list`: what a grid may name.
struct Catalogue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints models, tasks, schemes and optimizers with defaults.")

  @Argument(help: "One axis: model, task, scheme or optimizer (default: all).")
  var axis: Axis?

  func run() throws {
    for axis in Axis.allCases where self.axis == nil || self.axis == axis {
      Console.out("\(axis.rawValue)s")
      for entry in Vocabulary.catalogues.entries[axis] ?? [] {
        Console.out("  \(entry.name): \(entry.summary)")
        for (name, value) in entry.defaults.sorted(by: { $0.key < $1.key }) {
          Console.out("      \(name): \(value)")
        }
      }
    }
  }
}

extension Axis: ExpressibleByArgument {}
