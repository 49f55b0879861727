/// Where in a grid something stands: its path from the root, and its position when it has one.
struct GridPlace: Hashable, Sendable {
  /// `optimizers[1].zo-sgd.epsilon`; empty for the whole file.
  var path: String
  /// Nil in property lists.
  var position: GridPosition?
}

extension GridPlace {
  /// The same place in the text with a longer path.
  func child(_ key: String, at position: GridPosition?) -> GridPlace {
    GridPlace(path: path.isEmpty ? key : "\(path).\(key)", position: position)
  }

  func element(_ index: Int, at position: GridPosition?) -> GridPlace {
    GridPlace(path: "\(path)[\(index)]", position: position)
  }
}
