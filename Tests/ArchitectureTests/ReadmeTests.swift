import Testing

/// Numbers of the README and of studies' pages are those of Results/, put there by scripts/readme.
@Suite struct ReadmeTests {
  @Test(arguments: ["README.md", "Results/study2/README.md", "Results/sizes/README.md"])
  func numbersAreThoseOfResults(_ name: String) throws {
    let page = try SourceTree.text(name)
    let blocks = page.matches(of: /<!-- from (Results\/\S+) -->\n((?s).*?)<!-- end -->/)
    #expect(!blocks.isEmpty)
    // A block that nothing was put into yet shows nothing.
    for block in blocks where !block.output.2.isEmpty {
      let file = String(block.output.1)
      let text = try SourceTree.text(file)
      let shown = file.hasSuffix(".txt") ? "```text\n\(text)```\n" : text
      #expect(shown == block.output.2, "\(file) changed: run scripts/readme")
    }
  }
}
