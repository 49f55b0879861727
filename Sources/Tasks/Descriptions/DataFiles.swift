import Foundation
import Vocabulary

/// Where a task's data lies inside the data directory: the first path that exists is read.
///
/// Braces stand for alternatives, as in a shell: `{glue,superglue}/RTE/train.{tsv,jsonl}`.
package struct DataFiles: Hashable, Encodable, Sendable {
  package var train: [String]
  package var validation: [String]
  /// All examples in one file, where there are no files of parts.
  ///
  /// Every tenth of its rows is the validation part, the others are the training part, whatever a
  /// run asks for. No such division was published (Kim 2014 takes ten tenths in turn), so scores
  /// are no other program's.
  package var whole: [String]?
  /// What k-shot samples are cut from, where LM-BFF takes another form of the data than `train`.
  package var shotSource: [String]?
  /// The folder of the task inside LM-BFF's `k-shot` folder, with `16-42/train.tsv` and so on.
  package var shotFolder: String?
  /// The form of all files; by their endings when nil.
  package var format: FileFormat?
  /// The columns of comma-separated files that have no header.
  package var columns: [String]?

  package init(
    train: [String], validation: [String], whole: [String]? = nil, shotSource: [String]? = nil,
    shotFolder: String? = nil, format: FileFormat? = nil, columns: [String]? = nil
  ) {
    self.train = train
    self.validation = validation
    self.whole = whole
    self.shotSource = shotSource
    self.shotFolder = shotFolder
    self.format = format
    self.columns = columns
  }

  /// Paths that one pattern may stand for.
  private static let most = 1000
  private static let longest = 4096

  /// The paths that a pattern stands for, in its order; none of one that stands for too many.
  static func expanded(_ pattern: String) -> [String] {
    guard problem(of: pattern) == nil else { return [] }
    let parts = parts(of: pattern)
    return parts.reduce([""]) { paths, choices in
      paths.flatMap { path in choices.map { path + $0 } }
    }
  }

  /// A path that both patterns stand for; nil if there is none.
  static func shared(_ some: [String], _ others: [String]) -> String? {
    func paths(_ patterns: [String]) -> [String] {
      patterns.flatMap(expanded).map { path in
        path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
      }
    }
    let known = Set(paths(some))
    return paths(others).first(where: known.contains)
  }

  /// The texts between braces, and those before, between and behind them, which are one choice.
  private static func parts(of pattern: String) -> [[Substring]] {
    var parts: [[Substring]] = []
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append([rest[..<open]])
      parts.append(
        rest[rest.index(after: open)..<close].split(
          separator: ",", omittingEmptySubsequences: false)
      )
      rest = rest[rest.index(after: close)...]
    }
    return parts + [[rest]]
  }

  /// Why a pattern cannot be used; nil if it can.
  ///
  /// A task file may come from anywhere: what it names lies inside the data directory.
  static func problem(of pattern: String) -> String? {
    guard (1...longest).contains(pattern.utf8.count) else {
      return "must be a path of 1 to \(longest) bytes"
    }
    var (count, texts) = (1, [""])
    for choices in parts(of: pattern) {
      count = count > most ? count : count * choices.count
      guard count <= most else { return "stands for more than \(most) paths" }
      texts = texts.flatMap { text in choices.map { text + $0 } }
    }
    let isOutside = texts.contains { path in
      path.hasPrefix("/") || path.unicodeScalars.contains("\0")
        || path.unicodeScalars.split(separator: "/").contains {
          $0.elementsEqual("..".unicodeScalars)
        }
    }
    return isOutside ? "must lie inside the data directory, without '..' or a '/' in front" : nil
  }
}

extension DataFiles {
  /// The files of a SuperGLUE task, as distributed or exported from Hugging Face `datasets`.
  static func superGLUE(_ folder: String) -> DataFiles {
    DataFiles(
      train: ["{superglue/,}\(folder)/train.{jsonl,csv}"],
      validation: ["{superglue/,}\(folder)/{val,validation}.{jsonl,csv}"])
  }
}

/// The directory that holds downloaded data sets, each in its own folder.
package struct DataDirectory: Hashable, Sendable {
  package var url: URL

  package init(_ url: URL) { self.url = url }

  /// The first file that one of `patterns` stands for (see `DataFiles`).
  ///
  /// - Throws: a missing-input problem that says what was looked for.
  package func first(of patterns: [String], for task: String) throws(InputProblem) -> URL {
    let paths = patterns.flatMap(DataFiles.expanded)
    if let found = paths.lazy.compactMap(existing).first { return found }
    let others = paths.count > 1 ? " (any of \(patterns.joined(separator: ", ")))" : ""
    throw InputProblem(
      .missing, at: url.path,
      "no data for task '\(task)': looked for \(paths.first ?? "nothing")\(others); "
        + "put it there or name another directory")
  }

  /// The file at `path` inside the directory; nil when it is not there.
  func existing(_ path: String) -> URL? {
    let file = url.appendingPathComponent(path)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}
