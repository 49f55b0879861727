import Foundation
import Vocabulary

/// A wandb sweep, as those of ZO-LLM and MeZO, turned into a grid, with what is wrong with it.
package struct SweepImport: Sendable {
  /// The grid's name: that of the file, without its ending.
  package var name: String
  /// The grid file that asks the same.
  package var grid: String
  /// In the order of the file.
  package var findings: [SweepFinding]
  /// Runs that the sweep would start: the product of the listed values, repeated ones counted.
  package var runs: Int
  /// Points that the grid keeps of them: each once, and one of what all runs share.
  package var points: Int

  /// - Throws: what makes the file no sweep: YAML that cannot be read, no `parameters`.
  package init(_ url: URL) throws(GridProblems) {
    do throws(GridProblems) {
      let path = url.standardizedFileURL.pathComponents
      self.init(try Self.sweep(in: url), named: Self.name(of: url), path: path.suffix(4))
    } catch {
      throw error.inFile(url.path)
    }
    for index in findings.indices { findings[index].file = url.path }
  }

  private init(_ sweep: Sweep, named name: String, path: ArraySlice<String>) {
    let translation = SweepTranslation(sweep, named: name)
    let rules = SweepRules.all.flatMap { $0.findings(in: sweep, path: Array(path)) }
    self.name = name
    grid = translation.grid.text
    runs = Self.product(sweep.parameters.map(\.values.count))
    points = Self.product(
      sweep.parameters.map { parameter in
        SweepTranslation.single.contains(parameter.name) ? 1 : sweep.meanings(parameter.name).count
      })
    findings = (sweep.findings + rules + translation.findings).sorted {
      ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
    }
  }

  private static func product(_ counts: [Int]) -> Int {
    counts.reduce(1) { product, count in
      let (runs, overflow) = product.multipliedReportingOverflow(by: count)
      return overflow ? .max : runs
    }
  }

  private static func sweep(in url: URL) throws(GridProblems) -> Sweep {
    try SweepDecoder.sweep(of: try GridSource.tree(of: try GridSource.contents(of: url)))
  }

  private static func name(of url: URL) -> String {
    let folder = url.standardizedFileURL.deletingLastPathComponent().lastPathComponent
    let base = url.deletingPathExtension().lastPathComponent
    let text = base.lowercased().hasPrefix(folder.lowercased()) ? base : "\(folder)-\(base)"
    return String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
