import Vocabulary

/// The cells that a grid leaves out, in as few lines as its lists allow: one for each reason and
/// product of models, tasks, schemes and optimizers.
package struct ExclusionList {
  private let excluded: [(cell: Cell, because: String)]

  /// - Parameter excluded: in the order of the grid.
  package init(_ excluded: [(cell: Cell, because: String)]) { self.excluded = excluded }

  /// One line for each; none where nothing is left out.
  package var lines: [String] {
    let named = excluded.map { one in
      (one.because, Axis.allCases.map { one.cell[$0].description })
    }
    return Self.grouped(named).flatMap { because, tuples in
      Self.products(tuples).map { Self.line($0, because) }
    }
  }

  private static func line(_ product: [[String]], _ because: String) -> String {
    let count = product.reduce(1) { $0 * $1.count }
    let names = product.map { $0.joined(separator: ", ") }.joined(separator: " / ")
    return PlainText.oneLine(
      "excluded: \(count == 1 ? "" : "\(count) cells, ")\(names): \(because)")
  }

  /// Tuples as products of lists: first names with the same rests stand together.
  private static func products(_ tuples: [[String]]) -> [[[String]]] {
    guard let first = tuples.first, !first.isEmpty else { return tuples.isEmpty ? [] : [[]] }
    let byFirst = grouped(tuples.map { ($0[0], Array($0.dropFirst())) })
    return grouped(byFirst.map { ($0.values, $0.key) }).flatMap { rests, firsts in
      products(rests).map { [firsts] + $0 }
    }
  }

  /// The values of each key, keys in the order in which they first come.
  private static func grouped<Key: Hashable, Value>(
    _ pairs: [(Key, Value)]
  ) -> [(key: Key, values: [Value])] {
    pairs.reduce(into: (places: [Key: Int](), groups: [(key: Key, values: [Value])]())) {
      let place = $0.places[$1.0] ?? $0.groups.count
      if place == $0.groups.count { $0.groups.append(($1.0, [])) }
      $0.places[$1.0] = place
      $0.groups[place].values.append($1.1)
    }.groups
  }
}
