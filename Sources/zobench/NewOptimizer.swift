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
    let known = (KnownComponents.catalogues.entries[.optimizer] ?? []).map(\.name)
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
