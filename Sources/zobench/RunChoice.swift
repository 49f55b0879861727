import Foundation
import Grids
import Storage
import Vocabulary

/// One stored run, by what people know of it.
struct RunChoice {
  private let text: String

  init(_ text: String) { self.text = text }

  /// - Throws: `InputProblem` that lists what there is when no run or several are meant.
  func choose(among runs: [KnownRun], of database: String) throws -> KnownRun {
    let meant = try runs.filter(matches())
    if let only = meant.first, meant.count == 1 { return only }
    let place = "\(database): '\(text)'"
    guard meant.isEmpty else {
      throw InputProblem(at: place, "matches \(meant.count) runs; choose one:\n" + list(meant))
    }
    throw InputProblem(
      .missing, at: place,
      runs.isEmpty ? "the database holds no run" : "matches no run; stored runs:\n" + list(runs))
  }

  private func matches() throws -> (KnownRun) -> Bool {
    if text.contains("="), !text.contains(" / ") {
      let filter = try CellFilter(text)
      return { filter.admits($0.cell) }
    }
    let text = text
    return { run in
      let cell = run.cell.cell
      let short = Axis.allCases.map { cell[$0].shown }.joined(separator: " / ")
      let names = [short, cell.name, cell.optimizer.name].flatMap {
        [$0, "\($0), seed \(run.cell.seed)"]
      }
      return names.contains(text)
        || text.count >= 4 && run.identity.digest.hex.hasPrefix(text.lowercased())
    }
  }

  private static let most = 20

  private func list(_ runs: [KnownRun]) -> String {
    let lines = runs.prefix(Self.most).map {
      "  \($0.identity.digest.short)  \($0.cell.cell.name), seed \($0.cell.seed)"
    }
    let rest = runs.count > Self.most ? ["  … and \(runs.count - Self.most) more"] : []
    return (lines + rest).joined(separator: "\n")
  }
}
