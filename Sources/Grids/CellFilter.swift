import Vocabulary

/// Chooses cells by `--only`: `optimizer=zo-*,task=mini-sst2|mini-copa,seed=0`.
///
/// Conditions separated by commas must all hold, values separated by `|` are alternatives, and `*`
/// stands for any characters. A key is an axis, `seed`, a setting of a component that the grid
/// writes (`optimizer.learningRate=1e-3`), or a run setting (`run.steps=300`).
package struct CellFilter: Hashable, Sendable {
  private let conditions: [FilterCondition]

  /// Reads the text of `--only`; empty text admits every cell.
  package init(_ text: String) throws(InputProblem) {
    var conditions: [FilterCondition] = []
    if !text.allSatisfy(\.isWhitespace) {
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        conditions.append(try FilterCondition(String(part)))
      }
    }
    self.conditions = conditions
  }

  /// Whether all conditions hold of the cell.
  package func admits(_ cell: SeededCell) -> Bool {
    conditions.allSatisfy { $0.admits(cell) }
  }
}
