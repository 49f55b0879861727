import Foundation
import Testing

/// One file of a `Catalog` folder adds one thing, and the list names it.
@Suite struct CatalogTests {
  @Test(arguments: ["Models", "Schemes", "Optimizers", "Tasks"])
  func theListNamesEveryFile(_ room: String) throws {
    let files = try SourceTree.files(in: "Sources/\(room)")
    let catalog = "Sources/\(room)/Catalog/"
    let entries = files.filter { $0.path.hasPrefix(catalog) }
      .map { $0.path.dropFirst(catalog.count).dropLast(".swift".count) }
    let pattern = /static let all: \[any \w+\.Type\] = \[([^\]]*)\]/
    let lists = files.compactMap { $0.text.firstMatch(of: pattern)?.1 }
    #expect(lists.count == 1)
    let listed = lists.flatMap { $0.matches(of: /(\w+)\.self/).map { $0.1 } }
    #expect(!listed.isEmpty)
    #expect(listed.sorted() == entries.sorted())
  }
}
