import Grids
import Training
import Vocabulary

extension Component {
  /// The task that a command names: one of the catalogue, or the file that defines it.
  ///
  /// - Throws: every mistake in the file.
  static func task(
    _ name: String, _ settings: [String: SettingValue] = [:]
  ) throws -> Component {
    guard DefinitionFile.isName(name) else { return Component(name, settings) }
    return try DefinitionFile.component(name, settings, axis: .task, vocabulary: .catalogues)
  }
}
