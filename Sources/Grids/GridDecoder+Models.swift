import Vocabulary

/// Models that a grid gives a name of its own.
extension GridDecoder {
  /// `{ path: /models/smollm2-135m, name: smollm2 }`, with settings beside them.
  mutating func namedModel(
    _ path: GridNode.Entry, beside entries: [GridNode.Entry], at place: GridPlace
  ) -> ComponentDraft? {
    let pathPlace = place.child("path", at: path.value.position)
    guard let text = path.value.text, !text.isEmpty else {
      report(pathPlace, "'path' must be a directory or a model's name, not \(path.value.kind)")
      return nil
    }
    var draft = component(text, on: .model, at: pathPlace)
    if let name = entries.first(where: { $0.key == "name" }) {
      draft.label = label(name.value, at: place.child("name", at: name.value.position))
    }
    let others = GridNode(
      .mapping(entries.filter { $0.key != "path" && $0.key != "name" }))
    draft.settings = settings(
      of: others, at: place, described: draft.description, expanding: true)
    return draft
  }

  /// A name that tables and files may use.
  private mutating func label(_ node: GridNode, at place: GridPlace) -> String? {
    guard let text = node.text, !text.isEmpty else {
      report(place, "'name' must be text, not \(node.kind)")
      return nil
    }
    let isPlain =
      text.count <= 64
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "-_.+".contains(Character(scalar))
      }
    guard isPlain else {
      report(place, "'name' may have letters, digits and - _ . +, at most 64; it is '\(text)'")
      return nil
    }
    guard vocabulary.entry(text, on: .model) == nil else {
      report(place, "'\(text)' is the name of an embedded model; choose another")
      return nil
    }
    return text
  }
}
