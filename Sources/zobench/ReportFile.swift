import Foundation
import Reports
import Vocabulary

/// The files of reports: what their names ask for, and who shows them.
enum ReportFile {
  /// The format that a file's name asks for; text for names that ask for none.
  static func format(of path: String?, opens: Bool) -> String {
    let endings = ["htm": "html", "md": "markdown", "tex": "latex", "txt": "text"]
    let ending = ((path ?? "") as NSString).pathExtension.lowercased()
    let name = endings[ending] ?? ending
    if Reporters.named(name) != nil { return name }
    return opens ? HTMLReporter.name : TextReporter.name
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
