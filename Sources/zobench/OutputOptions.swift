import ArgumentParser
import Foundation
import Vocabulary

extension ArgumentHelp {
  /// Of an argument that names a file to write.
  static func newFile(_ abstract: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: abstract).named("new-file")
  }

  /// Of an argument that names a directory to write, or to write into.
  static func newDirectory(_ abstract: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: abstract).named("new-directory")
  }

  private func named(_ name: String) -> ArgumentHelp {
    var help = self
    help.valueName = name
    return help
  }
}

/// Where a command writes: nothing that is there is lost unasked.
///
/// Every command that writes files has this group, and writes through it.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Replace what is there.") var overwrite = false

  /// A file that is written below a folder.
  typealias NewFile = (path: String, data: Data)

  /// Writes a file as a whole; a terminal, a pipe or a device takes it as it is.
  ///
  /// - Throws: `.uncreatable` with the reason when it cannot be written.
  func write(_ text: String, to path: String) throws(InputProblem) {
    let place = OutputPlace(path)
    try check(place)
    try place.put(Data(text.utf8))
  }

  /// Whether a file could be written, asked before work that takes long.
  func check(file path: String) throws(InputProblem) { try check(OutputPlace(path)) }

  /// Writes files below a folder: what is there is looked for before the first is written.
  func write(_ files: [NewFile], in folder: String) throws(InputProblem) {
    let places = files.map { OutputPlace((folder as NSString).appendingPathComponent($0.path)) }
    try check(folder: folder)
    for place in places { try check(place, inFolder: true) }
    for (place, file) in zip(places, files) {
      try make(place.url.deletingLastPathComponent(), for: place)
      try place.put(file.data)
    }
  }

  /// Writes the files of a new or empty folder, which is there whole or not at all; a folder that
  /// is to be written over keeps what else is in it, so its files are put there one by one.
  func write(_ files: [NewFile], asNew folder: String) throws {
    let place = OutputPlace(folder)
    guard place.names.isEmpty else { return try write(files, in: folder) }
    try fill(folder) { partial in
      for file in files {
        let url = partial.appending(path: file.path)
        try make(url.deletingLastPathComponent(), for: place)
        do {
          try file.data.write(to: url)
        } catch {
          throw place.unwritten(error)
        }
      }
    }
  }

  /// Whether a folder is new or empty, or may be written into.
  ///
  /// - Parameter isOwn: whether what is in it is known to be of an earlier call.
  func check(emptyFolder path: String, isOwn: Bool = false) throws(InputProblem) {
    let place = OutputPlace(path)
    try check(folder: path)
    guard place.names.isEmpty || isOwn || overwrite else {
      throw place.refused("is not empty; name another, or give --overwrite")
    }
  }

  /// Lends a new directory beside `path`, which takes its place once `body` has filled it.
  ///
  /// - Parameter sources: directories that are read meanwhile and must not be replaced.
  /// - Throws: `.uncreatable` for a directory that is not empty, or cannot be written.
  func fill(
    _ path: String, reading sources: [String?] = [], _ body: (URL) throws -> Void
  ) throws {
    let place = OutputPlace(path)
    try checkModel(place, sources.compactMap(\.self))
    let partial = beside(place, "partial")
    defer { try? FileManager.default.removeItem(at: partial) }
    try make(partial, for: place)
    try body(partial)
    try replace(place, by: partial)
  }

  private func check(_ place: OutputPlace, inFolder: Bool = false) throws(InputProblem) {
    switch place.content {
    case .stream: return
    case .folder: throw place.refused("is a folder; name a file")
    case .file where !overwrite:
      throw place.refused("is there; name another, or give --overwrite")
    case .file: return
    case .nothing: if !inFolder { try place.checkFolder() }
    }
  }

  private func check(folder path: String) throws(InputProblem) {
    let place = OutputPlace(path)
    guard place.content == .nothing || place.content == .folder else {
      throw place.refused("is no directory; name another")
    }
  }

  private func checkModel(_ place: OutputPlace, _ sources: [String]) throws(InputProblem) {
    try check(emptyFolder: place.path)
    guard !place.names.isEmpty else { return }
    guard !Set(place.names).isDisjoint(with: ["config.json", "adapter_config.json"]) else {
      throw place.refused(
        "holds neither a model nor an adapter, so it is not replaced; name another")
    }
    for source in sources {
      let source = OutputPlace(source).url.path
      guard source != place.url.path, !source.hasPrefix(place.url.path + "/") else {
        throw place.refused("is read by this command; name another")
      }
    }
  }

  private func make(_ folder: URL, for place: OutputPlace) throws(InputProblem) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw place.unwritten(error)
    }
  }

  private func beside(_ place: OutputPlace, _ what: String) -> URL {
    let process = ProcessInfo.processInfo.processIdentifier
    return place.url.deletingLastPathComponent()
      .appending(path: ".\(place.url.lastPathComponent).\(process).\(what)")
  }

  /// What was there is gone only after the new has its name.
  private func replace(_ place: OutputPlace, by partial: URL) throws(InputProblem) {
    let files = FileManager.default
    let old = beside(place, "old")
    do {
      if place.content == .folder { try files.moveItem(at: place.url, to: old) }
      do {
        try files.moveItem(at: partial, to: place.url)
      } catch {
        if place.content == .folder { try files.moveItem(at: old, to: place.url) }
        throw error
      }
      try? files.removeItem(at: old)
    } catch {
      throw place.unwritten(error)
    }
  }
}
