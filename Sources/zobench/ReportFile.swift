import ArgumentParser
import Foundation
import Reports
import Vocabulary

/// The files of reports: what their names ask for, and who shows them.
enum ReportFile {
  /// `sql` is the format of queries, which no reporter makes.
  static let formats = Reporters.all.map { $0.name } + ["sql"]

  /// Formats by what files of them end in.
  private static let endings = Dictionary(uniqueKeysWithValues: formats.map { ($0, $0) })
    .merging(["htm": "html", "md": "markdown", "tex": "latex", "txt": "text"]) { own, _ in own }

  /// What is asked for, else what the file's name ends in, else a page for a viewer and text.
  ///
  /// - Throws: a usage error for a format or an ending that is not known, and for two formats.
  static func format(
    _ asked: String?, of path: String?, opens: Bool
  ) throws(ValidationError) -> String {
    let ending = ((path ?? "") as NSString).pathExtension.lowercased()
    let named = endings[ending]
    guard let asked else {
      guard ending.isEmpty || named != nil else { throw unknown(ending, of: path ?? "") }
      return named ?? (opens ? HTMLReporter.name : TextReporter.name)
    }
    guard formats.contains(asked) else {
      throw ValidationError(
        "there is no format '\(asked)'; "
          + (didYouMean(asked, among: formats) ?? "one of: " + formats.joined(separator: ", ")))
    }
    if let named, named != asked {
      throw ValidationError(
        "--out '\(path ?? "")' ends as a file of the format \(named) does, and \(asked) is asked "
          + "for: change one of them")
    }
    return asked
  }

  private static func unknown(_ ending: String, of path: String) -> ValidationError {
    ValidationError(
      "--out '\(path)' ends in '.\(ending)', which names no format: give --format, or end it in ."
        + endings.keys.sorted().joined(separator: ", ."))
  }

  /// Shows a report that is only looked at, from a file of its own among temporary ones.
  static func show(_ text: String, _ format: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "zobench-report-\(UUID().uuidString).\(format)")
    try OutputPlace(file.path).put(Data(text.utf8))
    Console.error("the report is in \(file.path)")
    try view(file.path)
  }

  /// Hands a file, or the address of a page, to the desktop.
  static func view(_ path: String) throws {
    #if os(macOS)
      let opener = "open"
    #else
      let opener = "xdg-open"
    #endif
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [opener, path]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw unopened(path, opener) }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw unopened(path, opener) }
  }

  private static func unopened(_ path: String, _ opener: String) -> InputProblem {
    InputProblem(
      .uncreatable, at: path, "is written, but '\(opener)' did not open it; open it yourself")
  }
}
