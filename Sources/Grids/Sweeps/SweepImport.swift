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

/// The names of ZO-LLM's and MeZO's flags beside those of zobench.
enum SweepNames {
  static let tasks = [
    "sst2": "sst2", "sst-2": "sst2", "sst-5": "sst5", "copa": "copa", "boolq": "boolq",
    "multirc": "multirc", "cb": "cb", "wic": "wic", "wsc": "wsc", "record": "record",
    "rte": "rte", "squad": "squad", "drop": "drop", "winogrande": "winogrande", "snli": "snli",
    "mnli": "mnli", "qnli": "qnli", "trec": "trec", "mr": "mr", "cr": "cr",
  ]

  /// Training examples of the small data sets, which are fewer than sweeps ask for.
  static let sizes: [String: Double] = ["copa": 400, "cb": 250, "wsc": 554]

  /// Trainers that estimate a gradient from losses, with the optimizer that they are.
  static let zerothOrder = [
    "zo": "zo-sgd", "zo_sgd": "zo-sgd", "zo_adam": "zo-adam", "zo_sign_opt": "zo-sgd-sign",
    "zo_conserv": "zo-sgd-cons",
  ]

  /// The model that a path names, as its last component without an organization: `opt-13b`.
  static func model(in path: [String]) -> String? {
    for part in path.reversed() {
      let text = part.lowercased().replacing("llama-2", with: "llama").replacing("-hf", with: "")
      if let family = families.first(where: { text.contains($0) }) {
        return family + (size(in: text).map { "-" + $0 } ?? "")
      }
    }
    return nil
  }

  private static let families = ["opt", "llama", "vicuna", "mistral", "roberta"]

  /// `13b` of `opt-13b`; nil for families that the study has in one size.
  private static func size(in text: String) -> String? {
    guard !text.contains("vicuna"), !text.contains("mistral") else { return nil }
    return text.split { "-_/".contains($0) }.map(String.init).first {
      guard let last = $0.last, "bm".contains(last), $0.count > 1 else { return false }
      return Double($0.dropLast()) != nil
    }
  }

  /// The task that a folder such as `Copa_opt-13b` names.
  static func task(in path: [String]) -> String? {
    path.reversed().lazy.compactMap { part in
      part.lowercased().split { "_./".contains($0) }.lazy.compactMap { tasks[String($0)] }.first
    }.first
  }
}
