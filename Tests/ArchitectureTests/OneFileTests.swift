import Foundation
import Testing

/// A new estimator, rule or setting is one file: the examples in Results/shape still are.
struct OneFileTests {
  @Test("changes one file, as it is in the tree", arguments: ["estimator", "rule", "setting"])
  func oneFile(name: String) throws {
    let diff = try SourceTree.text("Results/shape/\(name).diff")
      .split(separator: "\n", omittingEmptySubsequences: false)
    let files = diff.filter { $0.hasPrefix("+++ b/") }.map { String($0.dropFirst(6)) }
    try #require(files.count == 1, "\(files)")
    let body = diff.drop { !$0.hasPrefix("@@") }.dropFirst()
    let before = body.filter { $0.hasPrefix(" ") || $0.hasPrefix("-") }.map { $0.dropFirst() }
    let path = SourceTree.root.appendingPathComponent(files[0]).path
    if before.isEmpty {
      #expect(!FileManager.default.fileExists(atPath: path), "\(files[0]) is there already")
    } else {
      #expect(try SourceTree.text(files[0]).contains(before.joined(separator: "\n")))
    }
  }
}
