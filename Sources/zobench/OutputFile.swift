import Foundation
import Vocabulary

/// A file that a command writes whole.
enum OutputFile {
  /// - Throws: `.uncreatable` with the reason when it cannot be written.
  static func write(_ text: String, to path: String) throws(InputProblem) {
    let file = URL(fileURLWithPath: (path as NSString).expandingTildeInPath)
    do {
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw InputProblem(
        .uncreatable, at: path, "cannot be written: \(error.localizedDescription)")
    }
  }
}
