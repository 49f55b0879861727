import Foundation
import Tasks
import Vocabulary

/// A data directory with files of our own sentences; gone when the test ends.
final class Fixture {
  let url: URL
  var data: DataDirectory { DataDirectory(url) }

  /// - Parameter files: texts by path.
  init(_ files: [String: String]) throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-\(UUID().uuidString)")
    for (path, text) in files { try write(Array(text.utf8), path) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ bytes: [UInt8], _ path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// The examples of a catalog task.
  func examples(
    _ task: String, _ settings: [String: SettingValue] = [:], part: SourcePart = .train
  ) throws -> [Example] {
    try TaskCatalog.make(Component(task, settings), data: data).examples(part)
  }

  /// The problem of reading a task's training part; nil when there is none.
  func problem(_ task: String, _ settings: [String: SettingValue] = [:]) -> InputProblem? {
    do {
      _ = try examples(task, settings)
      return nil
    } catch {
      return error as? InputProblem
    }
  }
}

extension Example {
  /// The prompt with the right option.
  var solved: String { prompt + options[gold] }
}
