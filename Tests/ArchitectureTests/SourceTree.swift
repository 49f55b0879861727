import Foundation

/// A source file of the package.
struct SourceFile {
  /// From the package's root, as `Sources/Tensors/Ledger.swift`.
  var path: String
  var text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The lines without comments.
  var code: [Substring] {
    lines.map { line in
      line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    }
  }

  /// The modules that it imports.
  var imports: Set<String> {
    let pattern = /^\s*(?:@\w+ )*(?:public |package |internal |private )?import (?:\w+ )?(\w+)/
    // Imports are indented within '#if' at most; others are of programs in texts.
    let lines = code.filter { !$0.hasPrefix("    ") }
    return Set(lines.compactMap { $0.prefixMatch(of: pattern).map { String($0.1) } })
  }
}

/// The package's files, read from disk.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The files below `folder` whose names end in one of `endings`, in order of path.
  static func files(in folder: String, endings: [String] = ["swift"]) throws -> [SourceFile] {
    let top = root.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: top.path)?.compactMap { $0 as? String }
    return try (names ?? []).sorted()
      .filter { endings.contains(($0 as NSString).pathExtension) }
      .map { name in
        let url = top.appendingPathComponent(name)
        return SourceFile(
          path: "\(folder)/\(name)", text: try String(contentsOf: url, encoding: .utf8))
      }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The folders right below `path`.
  static func folders(in path: String) throws -> Set<String> {
    let top = root.appendingPathComponent(path)
    let entries = try FileManager.default.contentsOfDirectory(
      at: top, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
    let folders = try entries.filter {
      try $0.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey]).isDirectory
        == true
    }
    return Set(folders.map(\.lastPathComponent))
  }
}
