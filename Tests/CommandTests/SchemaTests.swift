import Foundation
import Testing

/// `zobench schema`, the file that editors read, and the grids that name it.
@Suite(.tags(.process)) struct SchemaTests {
  private let grids = PackageRoot.url.appendingPathComponent("Grids")

  @Test func theCommittedSchemaIsTheProgramsOwn() throws {
    let scratch = try Scratch()
    let printed = try Program.run("schema", in: scratch)
    let committed = try String(
      contentsOf: grids.appendingPathComponent("grid.schema.json"), encoding: .utf8)
    #expect(
      printed.out == committed, "run: zobench schema > Grids/grid.schema.json")
  }

  @Test func everyGridNamesTheSchema() throws {
    let files = FileManager.default.enumerator(at: grids, includingPropertiesForKeys: nil)
    var count = 0
    for case let file as URL in try #require(files) where file.pathExtension == "grid" {
      let first = try String(contentsOf: file, encoding: .utf8).prefix { $0 != "\n" }
      let mark = "# yaml-language-server: $schema="
      #expect(first.hasPrefix(mark), "\(file.lastPathComponent)")
      let schema = URL(fileURLWithPath: String(first.dropFirst(mark.count)), relativeTo: file)
      #expect(FileManager.default.fileExists(atPath: schema.path), "\(first)")
      count += 1
    }
    #expect(count > 10)
  }
}
