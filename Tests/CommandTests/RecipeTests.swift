import Foundation
import Testing

/// The commands of the README and of the tutorials are run word for word, so that they cannot rot.
@Suite(.tags(.process)) struct RecipeTests {
  private static let pages =
    ["README.md"]
    + ["FirstStudy", "MemoryBudget", "YourOwnData"].map {
      "Sources/zobench/zobench.docc/Tutorials/\($0).md"
    }

  @Test func blocksAreFoundAndReasonsRead() {
    let text = """
      # A page

      ```sh
      one
      two
      ```

      <!-- not run: needs the network -->
      ```sh
      three
      ```

      ```text
      four
      ```
      """
    let recipe = Recipe(text, page: "a")
    #expect(recipe.blocks == ["one\ntwo"])
    #expect(recipe.reasons == ["needs the network"])
  }

  /// Every tutorial is run, and none of them leaves out all of its commands.
  @Test func everyTutorialIsListed() throws {
    let folder = PackageRoot.url.appendingPathComponent("Sources/zobench/zobench.docc/Tutorials")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let listed = Self.pages.dropFirst().map { ($0 as NSString).lastPathComponent }
    #expect(names.sorted() == listed.sorted())
  }

  @Test(arguments: pages)
  func everyCommandOfThePageWorks(_ page: String) throws {
    let root = PackageRoot.url
    let text = try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)
    let recipe = Recipe(text, page: page)
    #expect(recipe.blocks.count > 2)
    let scratch = try Scratch()
    try Self.prepare(scratch)
    let result = try Self.run(recipe.script, in: scratch)
    #expect(result.status == 0, "\(page): \(result.err.suffix(2000))")
  }

  /// What a reader has: a checkout, the program, and a table of reviews.
  private static func prepare(_ scratch: Scratch) throws {
    for name in ["Grids", "Results"] {
      try FileManager.default.copyItem(
        at: PackageRoot.url.appendingPathComponent(name),
        to: scratch.url.appendingPathComponent(name))
    }
    let opinions = [("dull", "negative"), ("tedious", "negative"), ("great", "positive")]
    let rows = (0..<60).map { index in
      let (word, label) = opinions[index % 3]
      return "\"the plot was \(word), scene \(index)\",\(label)"
    }
    try scratch.write("review,sentiment\n" + rows.joined(separator: "\n") + "\n", to: "reviews.csv")
    try scratch.write("review\n\"the cast was great, too\"\nthe plot was dull\n", to: "new.csv")
  }

  private static func run(_ script: String, in scratch: Scratch) throws -> Program.Result {
    try scratch.write(script, to: "recipe.sh")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["recipe.sh"]
    process.currentDirectoryURL = scratch.url
    var environment = ProcessInfo.processInfo.environment
    let folder = try Program.executable().deletingLastPathComponent().path
    environment["PATH"] = folder + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    let out = scratch.url.appendingPathComponent("recipe.log")
    try scratch.write("", to: "recipe.log")
    let log = try FileHandle(forWritingTo: out)
    (process.standardOutput, process.standardError) = (log, log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try scratch.data("recipe.log"), as: UTF8.self)
    return Program.Result(status: process.terminationStatus, out: text, err: text)
  }
}
