import Vocabulary

/// Short names of a study's runs: what tells them apart, and nothing that they share.
package struct RunNames: Sendable {
  private let axes: [Axis]
  /// Optimizers that occur with several settings, by name.
  private let varied: Set<String>

  /// - Parameter axes: the axes that are named; nil for those on which the entries differ.
  package init(_ entries: [PlanEntry], axes: [Axis]? = nil) {
    let cells = entries.map(\.cell.cell)
    self.axes =
      axes
      ?? Axis.allCases.filter { axis in
        axis == .optimizer || Set(cells.map { $0[axis].name }).count > 1
      }
    let kinds = Dictionary(grouping: Set(cells.map(\.optimizer)), by: \.shown)
    varied = Set(kinds.filter { $0.value.count > 1 }.keys)
  }

  /// `mini-sst2 · lora · zo-sgd · seed 0`; an optimizer that occurs with several settings has them.
  package func name(of run: SeededCell) -> String {
    let parts = axes.map { axis in
      let part = run.cell[axis]
      return axis == .optimizer && varied.contains(part.shown) ? part.description : part.shown
    }
    return PlainText.oneLine((parts + ["seed \(run.seed)"]).joined(separator: " · "))
  }
}
