/// Optimizer settings that are searched inside the selected cells.
struct TuneDraft: Hashable, Sendable {
  var place: GridPlace
  var selection: CellSelection
  var settings: [SettingDraft]
}
