import Foundation
import Vocabulary

/// A file in which a user defines an entry of an axis: YAML, or a property list of the same form.
package enum DefinitionFile {
  /// Whether a name on an axis means a file.
  package static func isName(_ name: String) -> Bool {
    ["yaml", "yml", "plist"].contains((name as NSString).pathExtension.lowercased())
  }

  /// The component that the file at `path` defines, with these settings.
  ///
  /// - Throws: every mistake in the file, with line and column.
  package static func component(
    _ path: String, _ settings: [String: SettingValue] = [:], axis: Axis,
    vocabulary: KnownComponents
  ) throws(GridProblems) -> Component {
    let url = URL(fileURLWithPath: path.expandingHome)
    let definition = try read(url, named: path, axis: axis, vocabulary)
    return Component(definition.description.name, settings, definition: definition.content)
  }

  static func read(
    _ url: URL, named name: String, axis: Axis, _ vocabulary: KnownComponents
  ) throws(GridProblems) -> Definition {
    guard let reader = vocabulary.definitions[axis] else {
      throw GridProblems("a \(axis.rawValue) cannot be defined in a file").inFile(name)
    }
    do throws(GridProblems) {
      var tree = try GridSource.tree(of: try GridSource.contents(of: url))
      if reader.isForeign(Set((tree.entries ?? []).map(\.key))) {
        tree = try tree.asAnotherProgram(at: GridPlace(path: ""))
      }
      var decoder = GridDecoder(vocabulary: vocabulary, folder: nil)
      let content = decoder.value(of: tree, at: GridPlace(path: "", position: tree.position))
      guard let content else { throw GridProblems(decoder.problems) }
      return try definition(of: content, in: tree, reader)
    } catch {
      throw error.inFile(name)
    }
  }

  private static func definition(
    of content: SettingValue, in tree: GridNode, _ reader: any DefinitionReader
  ) throws(GridProblems) -> Definition {
    do throws(ValueProblems) {
      return try reader.definition(content)
    } catch {
      let places = tree.positions(of: "")
      throw GridProblems(
        error.problems.prefix(GridLimits.problems).map { problem in
          let position = places[problem.path] ?? tree.position
          return GridProblem(GridPlace(path: problem.path, position: position), problem.message)
        })
    }
  }
}

extension GridNode {
  /// The tree as a program reads it that takes a key without a value for one left out.
  ///
  /// - Throws: words that are truth values in YAML 1.1 and texts in 1.2.
  fileprivate func asAnotherProgram(at place: GridPlace) throws(GridProblems) -> GridNode {
    switch content {
    case .plain(let text) where ["yes", "no", "on", "off"].contains(text.lowercased()):
      throw GridProblems(
        place, "'\(text)' is a truth value in YAML 1.1, which the file is written in; quote it")
    case .sequence(let elements):
      var read: [GridNode] = []
      for (index, element) in elements.enumerated() {
        read.append(
          try element.asAnotherProgram(at: place.element(index, at: element.position)))
      }
      return GridNode(.sequence(read), at: position)
    case .mapping(let entries):
      var read: [Entry] = []
      for entry in entries where !entry.value.isNull {
        var entry = entry
        entry.value = try entry.value.asAnotherProgram(
          at: place.child(entry.key, at: entry.value.position))
        read.append(entry)
      }
      return GridNode(.mapping(read), at: position)
    default: return self
    }
  }

  /// The position of everything in the tree by its path; of a member, that of its key.
  fileprivate func positions(of path: String) -> [String: GridPosition] {
    var positions: [String: GridPosition] = [:]
    positions[path] = position
    let place = GridPlace(path: path)
    for (index, element) in (elements ?? []).enumerated() {
      positions.merge(element.positions(of: place.element(index, at: nil).path)) { first, _ in
        first
      }
    }
    for entry in entries ?? [] {
      let path = place.child(entry.key, at: nil).path
      positions.merge(entry.value.positions(of: path)) { first, _ in first }
      positions[path] = entry.position
    }
    return positions
  }
}
