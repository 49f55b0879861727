import ArgumentParser
import Foundation
import Vocabulary

/// Where a command writes a model or an adapter: nothing that is there is lost unasked.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Replace a model or adapter that is in the directory.") var overwrite = false

  /// Lends a new directory beside `path`, which takes its place once `body` has filled it.
  ///
  /// - Parameter sources: directories that are read meanwhile and must not be replaced.
  /// - Throws: `.uncreatable` for a directory that is not empty, or cannot be written.
  func write(
    to path: String, reading sources: [String?] = [], _ body: (URL) throws -> Void
  ) throws {
    let target = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
    try check(target, sources.compactMap(\.self))
    let partial = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    let files = FileManager.default
    defer { try? files.removeItem(at: partial) }
    do {
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
    } catch {
      throw InputProblem(.uncreatable, at: path, "cannot be made: \(error.localizedDescription)")
    }
    try body(partial)
    do {
      if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
      try files.moveItem(at: partial, to: target)
    } catch {
      throw InputProblem(
        .uncreatable, at: path, "cannot be put there: \(error.localizedDescription)")
    }
  }

  private func check(_ target: URL, _ sources: [String]) throws(InputProblem) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isDirectory) else {
      return
    }
    guard isDirectory.boolValue else {
      throw InputProblem(.uncreatable, at: target.path, "is a file; name a directory")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: target.path)) ?? [""]
    guard !names.isEmpty else { return }
    guard overwrite else {
      throw InputProblem(
        .uncreatable, at: target.path, "is not empty; name another, or give --overwrite")
    }
    guard !Set(names).isDisjoint(with: ["config.json", "adapter_config.json"]) else {
      throw InputProblem(
        .uncreatable, at: target.path,
        "holds neither a model nor an adapter, so it is not replaced; name another")
    }
    for source in sources {
      let source = URL(fileURLWithPath: source).standardizedFileURL.resolvingSymlinksInPath()
      guard source != target, !source.path.hasPrefix(target.path + "/") else {
        throw InputProblem(.uncreatable, at: target.path, "is read by this command; name another")
      }
    }
  }
}
