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
    selectors.allSatisfy { selector in
      selector.patterns.contains { $0.means(cell[selector.axis].name) }
    }
  }

  /// Whether the selection leaves `name` in on `axis`.
  func admits(_ name: String, on axis: Axis) -> Bool {
    selectors.filter { $0.axis == axis }.allSatisfy { selector in
      selector.patterns.contains { $0.means(name) }
    }
  }
}
