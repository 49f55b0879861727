import Foundation
import Vocabulary

extension GridDecoder {
  /// An entry of an axis: a name, or a mapping of one name to its settings; of an axis that users
  /// may add to also a file, or a mapping of `file` to its path, with settings beside it.
  mutating func component(
    _ node: GridNode, on axis: Axis, at place: GridPlace
  ) -> ComponentDraft? {
    if let name = node.text { return component(name, on: axis, at: place) }
    if let entries = node.entries, vocabulary.definitions[axis] != nil,
      let file = entries.first(where: { $0.key == "file" })
    {
      return component(inFile: file, beside: entries, on: axis, at: place)
    }
    if axis == .model, let entries = node.entries,
      let path = entries.first(where: { $0.key == "path" })
    {
      return namedModel(path, beside: entries, at: place)
    }
    guard let entries = node.entries, let entry = entries.first, entries.count == 1 else {
      report(
        place,
        "\(article(axis)) is a name or a name with settings (\(axis.rawValue): { setting: value }),"
          + " not \(node.entries.map { "\($0.count) names" } ?? node.kind)")
      return nil
    }
    let namePlace = GridPlace(path: place.path, position: entry.position)
    var draft = component(entry.key, on: axis, at: namePlace)
    guard !entry.value.isNull else { return draft }
    draft.settings = settings(
      of: entry.value, at: place.child(entry.key, at: entry.value.position),
      described: draft.description, expanding: true)
    return draft
  }

  /// The pairs of a mapping of settings; `defaults` (not expanding) take one value each.
  mutating func settings(
    of node: GridNode, at place: GridPlace, described: ComponentDescription?, expanding: Bool
  ) -> [SettingDraft] {
    guard !node.isNull else { return [] }
    guard let entries = node.entries else {
      report(
        GridPlace(path: place.path, position: node.position),
        "settings must be a mapping such as { steps: 100 }, not \(node.kind)")
      return []
    }
    return entries.compactMap { entry in
      setting(entry, at: place, described: described, expanding: expanding)
    }
  }

  private mutating func setting(
    _ entry: GridNode.Entry, at place: GridPlace, described: ComponentDescription?,
    expanding: Bool
  ) -> SettingDraft? {
    let ofRun = GridDecoder.runSettings[entry.key]
    let declaration = ofRun ?? described?[entry.key]
    let example = declaration?.initial
    let valuePlace = place.child(entry.key, at: entry.value.position)
    let candidates =
      expanding
      ? candidates(of: entry.value, example: example, at: valuePlace)
      : value(of: entry.value, at: valuePlace).map { [$0.adapted(to: example)] }
    guard let candidates else { return nil }
    return SettingDraft(
      name: entry.key, place: GridPlace(path: place.path, position: entry.position),
      valuePlace: valuePlace, candidates: candidates,
      declaration: declaration, isRunSetting: ofRun != nil)
  }

  /// The fields of `RunSettings`, which may stand in any entry.
  static let runSettings = ComponentDescription(
    name: "run", summary: "", settings: RunSettings.declarations)

  mutating func component(
    _ name: String, on axis: Axis, at place: GridPlace
  ) -> ComponentDraft {
    if let description = vocabulary.entry(name, on: axis) {
      return ComponentDraft(
        axis: axis, name: name, place: place, settings: [], description: description)
    }
    if vocabulary.definitions[axis] != nil, DefinitionFile.isName(name) {
      return definedComponent(name, on: axis, at: place)
    }
    let isDirectory = axis == .model && self.isDirectory(name)
    return ComponentDraft(
      axis: axis, name: isDirectory && !isHubName(name) ? resolvedPath(name) : name, place: place,
      settings: [], origin: isDirectory ? .directory : .catalog)
  }

  private func article(_ axis: Axis) -> String {
    axis == .optimizer ? "an optimizer" : "a \(axis.rawValue)"
  }
}

extension GridDecoder {
  /// Whether a model's name is meant as a directory or file: by its look, or because it is one.
  private func isDirectory(_ name: String) -> Bool {
    // An empty path is the folder that it is looked for in.
    guard !name.isEmpty else { return false }
    if name.contains("/") || name.hasPrefix(".") || name.hasPrefix("~") { return true }
    return exists(name)
  }

  /// Whether a name with a slash is one on the Hub, `org/name`, and not a path: it does not begin
  /// as one, and there is no such directory.
  private func isHubName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = name.first, !"./~".contains(first) else { return false }
    return !exists(name)
  }

  private func exists(_ name: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(
      atPath: resolvedPath(name), isDirectory: &isDirectory)
      && (isDirectory.boolValue || name.hasSuffix(".gguf"))
  }

  /// A path of a grid file as an absolute one, when the file's folder is known.
  func resolvedPath(_ path: String) -> String {
    if path.hasPrefix("~") { return path.expandingHome }
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder.appendingPathComponent(path).standardizedFileURL.path
  }
}

/// Entries that files of the user define.
extension GridDecoder {
  /// `{ file: my-task.yaml, template: 1 }`.
  mutating func component(
    inFile file: GridNode.Entry, beside entries: [GridNode.Entry], on axis: Axis,
    at place: GridPlace
  ) -> ComponentDraft? {
    let filePlace = place.child("file", at: file.value.position)
    guard let path = file.value.text, !path.isEmpty else {
      report(filePlace, "'file' must be the path of a file, not \(file.value.kind)")
      return nil
    }
    var draft = definedComponent(path, on: axis, at: filePlace)
    let others = GridNode(.mapping(entries.filter { $0.key != "file" }))
    draft.settings = settings(
      of: others, at: place, described: draft.description, expanding: true)
    return draft
  }

  /// The entry that the file at `path`, relative to the grid's folder, defines.
  ///
  /// What is wrong with the file is reported with its own lines.
  mutating func definedComponent(
    _ path: String, on axis: Axis, at place: GridPlace
  ) -> ComponentDraft {
    var draft = ComponentDraft(
      axis: axis, name: path, place: place, settings: [], origin: .unusableFile)
    do throws(GridProblems) {
      let url = URL(fileURLWithPath: resolvedPath(path))
      let definition = try DefinitionFile.read(url, named: path, axis: axis, vocabulary)
      draft.name = definition.description.name
      draft.description = definition.description
      draft.origin = .file(definition.content)
    } catch {
      if error.kind == .missing {
        report(place, "there is no file '\(resolvedPath(path))' that could be read")
      } else {
        problems += error.problems
      }
    }
    return draft
  }
}

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
