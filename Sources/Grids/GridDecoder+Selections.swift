import Vocabulary

extension GridDecoder {
  /// Reads an exclusion: `{ optimizer: zo-*, task: copa, because: … }`.
  mutating func exclusion(_ node: GridNode, at place: GridPlace) -> ExclusionDraft? {
    guard let entries = node.entries else {
      report(
        place, "an exclusion is { optimizer: name, task: name, because: reason }, not \(node.kind)")
      return nil
    }
    var draft = ExclusionDraft(
      place: place, selection: CellSelection(), because: nil, unknownKeys: [])
    for entry in entries {
      let valuePlace = place.child(entry.key, at: entry.value.position)
      if entry.key == "because" {
        draft.because = entry.value.text
      } else if let axis = Axis(named: entry.key) {
        draft.selection.selectors.append(selector(entry.value, on: axis, at: valuePlace))
      } else {
        draft.unknownKeys.append(entry)
      }
    }
    return draft
  }

  /// Reads a search: `{ optimizer: zo-sgd, task: sst2, learningRate: [1e-6, 1e-7] }`.
  ///
  /// What `then` names is searched at the best of the others.
  mutating func tune(_ node: GridNode, at place: GridPlace, in draft: GridDraft) -> TuneDraft? {
    guard let entries = node.entries else {
      report(place, "a search is { optimizer: name, setting: [values] }, not \(node.kind)")
      return nil
    }
    var selection = CellSelection()
    for entry in entries {
      guard let axis = Axis(named: entry.key) else { continue }
      let valuePlace = place.child(entry.key, at: entry.value.position)
      selection.selectors.append(selector(entry.value, on: axis, at: valuePlace))
    }
    let optimizers = draft.components(on: .optimizer)
      .filter { selection.admits($0.name, on: .optimizer) }
    var settings: [SettingDraft] = []
    for entry in entries where Axis(named: entry.key) == nil {
      guard entry.key == "then" else {
        if let tuned = tuned(entry, at: place, among: optimizers) { settings.append(tuned) }
        continue
      }
      let place = place.child("then", at: entry.value.position)
      guard let own = entry.value.entries else {
        report(place, "'then' is { setting: [values] }, not \(entry.value.kind)")
        continue
      }
      settings += own.compactMap { tuned($0, at: place, among: optimizers) }.map {
        var setting = $0
        setting.isOwn = true
        return setting
      }
    }
    return TuneDraft(place: place, selection: selection, settings: settings)
  }

  private mutating func tuned(
    _ entry: GridNode.Entry, at place: GridPlace, among optimizers: [ComponentDraft]
  ) -> SettingDraft? {
    let declaration = optimizers.lazy.compactMap { $0.description?[entry.key] }.first
    let valuePlace = place.child(entry.key, at: entry.value.position)
    if let entries = entry.value.entries {
      guard let range = searchRange(entries, at: valuePlace) else { return nil }
      return SettingDraft(
        name: entry.key, place: GridPlace(path: place.path, position: entry.position),
        valuePlace: valuePlace,
        candidates: range.values.map { $0.adapted(to: declaration?.initial) },
        declaration: declaration, isRunSetting: false, extend: range.extend)
    }
    guard entry.value.elements != nil else {
      report(valuePlace, "'\(entry.key)' needs a list of values to try, not \(entry.value.kind)")
      return nil
    }
    guard
      let candidates = candidates(of: entry.value, example: declaration?.initial, at: valuePlace)
    else { return nil }
    return SettingDraft(
      name: entry.key, place: GridPlace(path: place.path, position: entry.position),
      valuePlace: valuePlace, candidates: candidates, declaration: declaration,
      isRunSetting: false)
  }

  /// A name pattern or a list of them.
  private mutating func selector(
    _ node: GridNode, on axis: Axis, at place: GridPlace
  ) -> CellSelection.Selector {
    var patterns: [NamePattern] = []
    for element in node.elements ?? [node] {
      if let text = element.text, !text.isEmpty {
        // A model's directory is meant as it is written in `models`.
        patterns.append(NamePattern(text))
        if axis == .model, text.contains("/") { patterns.append(NamePattern(resolvedPath(text))) }
      } else {
        report(
          GridPlace(path: place.path, position: element.position),
          "the \(axis.rawValue) must be a name or a pattern with *, not \(element.kind)")
      }
    }
    return CellSelection.Selector(axis: axis, patterns: patterns, place: place)
  }
}
