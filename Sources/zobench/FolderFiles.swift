import Foundation
import Notation
import Vocabulary

/// The files of some kinds below a folder that a command was given.
enum FolderFiles {
  /// Says on stderr which folders could not be looked into.
  ///
  /// - Throws: that the folder holds more than can have been meant.
  static func below(_ path: String, endings: Set<String>) throws(InputProblem) -> [URL] {
    do throws(FileProblem) {
      let walk = try FolderWalk(URL(fileURLWithPath: path), endings: endings)
      for folder in walk.unread { Console.error(Console.printable("warning: \(folder)")) }
      return walk.files
    } catch {
      throw InputProblem(at: path, error.description)
    }
  }
}
