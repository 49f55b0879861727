import ArgumentParser
import Foundation
import Notation
import Training
import Vocabulary

/// `zobench new-optimizer`: the files that an optimizer begins with.
struct NewOptimizer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-optimizer",
    abstract: "Writes an optimizer's file, its registration and a test into a checkout.",
    discussion: """
      The file is a working two-sided method to change; \
      Sources/Optimizers/Optimizers.docc/AddingAnOptimizer.md says what its parts are.

        zobench new-optimizer zo-lion

      Exit status: 0 written; 64 usage; 66 no checkout here; 73 something is there.
      """)

  @Argument(help: .init("The name in grids: small letters, digits and hyphens.", valueName: "name"))
  var name: String

  @Option(
    help: .init("The checkout (default: the one around this directory).", valueName: "directory"),
    completion: .directory)
  var checkout: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, name.count <= 40 else {
      throw ValidationError(
        "an optimizer's name has small letters, digits and single hyphens, such as zo-lion")
    }
    let known = (KnownComponents.catalogs.entries[.optimizer] ?? []).map(\.name)
    guard !known.contains(name) else {
      throw ValidationError("there is an optimizer '\(name)'; choose another name")
    }
  }

  func run() throws {
    let root = try root()
    let files = OptimizerFiles(name: name)
    let catalog = root.appending(path: OptimizerFiles.catalog)
    guard let list = try? RegularFile.contents(of: catalog),
      let registered = files.registered(in: String(decoding: list, as: UTF8.self))
    else {
      throw InputProblem(at: catalog.path, "has no list to which the optimizer could be added")
    }
    try output.write(files.texts.map { ($0.0, Data($0.1.utf8)) }, in: root.path)
    try OutputPlace(catalog.path).put(Data(registered.utf8))
    for path in files.texts.map(\.0) + [OptimizerFiles.catalog] { Console.out(path) }
    Console.error(files.advice)
  }

  /// The folder with this package's manifest, here or above.
  private func root() throws -> URL {
    var folder = URL(fileURLWithPath: checkout ?? FileManager.default.currentDirectoryPath)
    repeat {
      let catalog = folder.appending(path: OptimizerFiles.catalog).path
      if FileManager.default.fileExists(atPath: catalog) { return folder }
      folder.deleteLastPathComponent()
    } while checkout == nil && folder.path != "/"
    throw InputProblem(
      .missing, at: checkout ?? FileManager.default.currentDirectoryPath,
      "is in no checkout of zobench; clone one, or name it with --checkout")
  }
}

/// The texts of a new optimizer.
struct OptimizerFiles {
  let name: String

  static let catalog = "Sources/Optimizers/OptimizerCatalog.swift"

  /// `ZOLion` for `zo-lion`.
  var type: String {
    name.split(separator: "-").map { part in
      ["zo", "fo", "sgd"].contains(part)
        ? part.uppercased() : part.prefix(1).uppercased() + part.dropFirst()
    }.joined()
  }

  /// Paths in the checkout and what is in them.
  var texts: [(String, String)] {
    [
      ("Sources/Optimizers/Catalog/\(type).swift", source),
      ("Tests/OptimizersTests/\(type)Tests.swift", test),
    ]
  }

  /// The catalog's file with the type in its list; nil when the list is not found.
  func registered(in text: String) -> String? {
    guard !text.contains("    \(type).self,") else { return text }
    guard let last = text.range(of: "Compose.self,\n") else { return nil }
    return text.replacingCharacters(in: last, with: "Compose.self,\n    \(type).self,\n")
  }

  private var source: String {
    """
    import Vocabulary

    /// What it does, in one sentence (arXiv:…).
    ///
    /// `θ ← θ − η·(L(θ + ε·z) − L(θ − ε·z)) / 2ε · z`. Two forward passes.
    package enum \(type): OptimizerFamily {
      package struct Hyperparameters: Settings {
        @Setting(.learningRate(1e-6)) package var learningRate: Float
        @Setting(.epsilon()) package var epsilon: Float
        package init() {}
      }

      package static let name = "\(name)"
      package static let summary = "a method of our own"
      package static let provenance = Provenance(
        "unpublished",
        equation: "θ ← θ − η·(L₊ − L₋)/2ε·z",
        .unconfirmed("no trace of its formula was compared yet"))

      package static func make(
        _ h: Hyperparameters, _ schedules: Schedules
      ) throws(SettingsProblem) -> Optimizer {
        Optimizer(
          schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
          update: [schedules.descent(h.learningRate)])
      }
    }

    """
  }

  private var test: String {
    """
    import Optimizers
    import Testing
    import Vocabulary

    /// What \(name) promises.
    @Suite struct \(type)Tests {
      @Test func theLossFalls() throws {
        let problem = try Parabola(Parabola.matrix(4, 5))
        let before = problem.loss
        var run = try Run(
          make("\(name)", ["learningRate": .number(1e-2), "epsilon": .number(1e-3)]), on: problem,
          horizon: 200)
        try run.step(200)
        #expect(problem.loss < before)
      }
    }

    """
  }

  var advice: String {
    """
    next:
      swift build -c release                                    # some minutes
      zobench schema > Grids/grid.schema.json
      swift test -c release --filter '\(type)Tests|CatalogContractTests|CatalogRunTests'
      zobench diagnose tiny-opt --optimizers \(name)
    """
  }
}
