import Foundation

/// The commands of a page of documentation: its blocks of `sh`, in order, as one reader types them.
///
/// A block is left out where the line before it is a comment `<!-- not run: WHY -->`.
struct Recipe {
  var page: String
  var blocks: [String] = []
  /// The reasons of blocks that are left out.
  var reasons: [String] = []

  init(_ text: String, page: String) {
    self.page = page
    var above: Substring = ""
    var block: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```sh", block == nil {
        block = []
      } else if line.hasPrefix("```"), let lines = block {
        add(lines.joined(separator: "\n"), below: above)
        (block, above) = (nil, "")
      } else if block != nil {
        block?.append(line)
      } else if !line.allSatisfy(\.isWhitespace) {
        above = line
      }
    }
  }

  private mutating func add(_ block: String, below line: Substring) {
    if let reason = line.wholeMatch(of: /<!-- not run: (.+) -->/) {
      reasons.append(String(reason.1))
    } else {
      blocks.append(block)
    }
  }

  /// A script that stops at the first command that fails, and says which block that is in.
  var script: String {
    let steps = blocks.enumerated().map { "echo 'block \($0.offset + 1)' >&2\n\($0.element)\n" }
    return "set -euo pipefail\n" + steps.joined()
  }
}
