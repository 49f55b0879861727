/// Cells that a grid leaves out, and why.
struct ExclusionDraft: Hashable, Sendable {
  var place: GridPlace
  var selection: CellSelection
  var because: String?
  /// Keys that are neither an axis nor `because`.
  var unknownKeys: [GridNode.Entry]
}
