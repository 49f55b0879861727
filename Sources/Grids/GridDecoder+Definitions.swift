import Foundation
import Vocabulary

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
