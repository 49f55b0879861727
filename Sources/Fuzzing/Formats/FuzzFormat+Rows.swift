import Foundation
import Grids
import Tasks
import Training
import Vocabulary

/// Of tables that users bring: rows to label, and a table that becomes a task.
extension FuzzFormat {
  /// A file that the program wrote and does not read, which is a finding whatever it says.
  private struct OwnFileProblem: Error, CustomStringConvertible { let description: String }

  /// Rows of one's own, for a task of the catalogue.
  private static func asked(_ ending: String) -> FuzzFormat {
    FuzzFormat("rows-\(ending)", "rows.\(ending)") { place in
      let rows = try AskedRows(place.appending(path: "rows.\(ending)"), of: Component("sst2"))
      precondition(rows.examples.count == rows.isKnown.count, "every row is asked")
    }
  }

  static let rows: [FuzzFormat] =
    ["csv", "tsv", "jsonl", "json"].map(asked) + [
      FuzzFormat("starter-table", "table.csv") { place in
        let task = try StarterTask(
          place.appending(path: "table.csv"), name: "mine", text: nil, label: nil)
        let file = place.appending(path: "mine.yaml")
        try Data(task.description.utf8).write(to: file)
        do {
          _ = try DefinitionFile.component(file.path, axis: .task, vocabulary: .catalogues)
        } catch {
          throw OwnFileProblem(description: "\(error)")
        }
      }
    ]
}
