import Vocabulary

/// Which cells an exclusion or a search is about: name patterns per axis, all of which must match.
struct CellSelection: Hashable, Sendable {
  struct Selector: Hashable, Sendable {
    var axis: Axis
    var patterns: [NamePattern]
    /// `exclude[0].task`, at the position of the value.
    var place: GridPlace
  }

  var selectors: [Selector] = []

  func admits(_ cell: Cell) -> Bool {
    Axis.allCases.allSatisfy { admits(cell[$0], on: $0) }
  }

  /// Whether the selection leaves a component in on its axis.
  func admits(_ component: Component, on axis: Axis) -> Bool {
    selectors.allSatisfy { selector in
      selector.axis != axis || selector.patterns.contains { $0.means(component) }
    }
  }

  /// Whether the selection leaves `name` in on `axis`.
  func admits(_ name: String, on axis: Axis) -> Bool {
    selectors.filter { $0.axis == axis }.allSatisfy { selector in
      selector.patterns.contains { $0.means(name) }
    }
  }
}

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
