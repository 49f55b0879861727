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
    let url = URL(fileURLWithPath: (path as NSString).expandingTildeInPath)
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
      let tree = try GridSource.tree(of: try GridSource.contents(of: url))
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
