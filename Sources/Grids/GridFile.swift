import Foundation
import Notation
import Vocabulary

/// Reads grid files: YAML, or the same schema as an XML or binary property list.
package struct GridFile {
  /// The study in the file at `url`; directories in it are relative to the file's folder.
  ///
  /// - Parameter overriding: what a command puts in the place of what the file says.
  package static func read(
    _ url: URL, vocabulary: KnownComponents, overriding: CommandOverrides = CommandOverrides()
  ) throws(GridProblems) -> Study {
    let name = url.lastPathComponent
    let folder = url.absoluteURL.deletingLastPathComponent()
    return try study(
      in: try GridSource.contents(of: url), name: name, vocabulary: vocabulary, folder: folder,
      overriding: overriding)
  }

  /// The study in `data`; `name` stands for the file in messages.
  ///
  /// Without a file there is no folder: relative directories stay as they are written.
  package static func parse(
    _ data: Data, name: String, vocabulary: KnownComponents,
    overriding: CommandOverrides = CommandOverrides()
  ) throws(GridProblems) -> Study {
    try study(
      in: data, name: name, vocabulary: vocabulary, folder: nil, overriding: overriding)
  }

  private static func study(
    in data: Data, name: String, vocabulary: KnownComponents, folder: URL?,
    overriding: CommandOverrides
  ) throws(GridProblems) -> Study {
    do throws(GridProblems) {
      let tree = try GridSource.tree(of: data)
      var decoder = GridDecoder(vocabulary: vocabulary, folder: folder)
      let baseName = NSString(string: name).deletingPathExtension
      var draft = decoder.draft(of: tree, name: baseName)
      guard !draft.entries.isEmpty || decoder.problems.isEmpty else {
        throw GridProblems(decoder.problems)
      }
      decoder.override(&draft, with: overriding)
      return try GridCheck.study(from: draft, problems: decoder.problems)
    } catch {
      throw error.inFile(name)
    }
  }
}

/// How large a grid file may be; far above any real study, far below what would hurt.
enum GridLimits {
  static let bytes = 1 << 20
  static let nodes = 100_000
  static let depth = 32
  /// Cells × seeds, and hyper-parameter points per cell.
  static let cells = 1_000_000
  /// Entries of one list at the top of the file: models, seeds, exclusions.
  static let entries = 1000
  /// Values of one search, and values more at its edges.
  static let points = 1000
  /// Problems shown; a hostile file could have one per node.
  static let problems = 200
}

/// Tells the three spellings of a grid apart by content and reads them into one tree.
enum GridSource {
  /// What a file holds, when it is small enough to be one of ours.
  static func contents(of url: URL) throws(GridProblems) -> Data {
    do throws(FileProblem) {
      return try RegularFile.contents(of: url, atMost: GridLimits.bytes)
    } catch {
      throw GridProblems(
        [GridProblem(file: url.path, message: error.description)],
        kind: error.kind == .missing ? .missing : .invalid)
    }
  }

  static func tree(of data: Data) throws(GridProblems) -> GridNode {
    guard data.count <= GridLimits.bytes else {
      throw GridProblems("the file is larger than 1 MiB; it should be a page of text")
    }
    if data.starts(with: Data("bplist00".utf8)) {
      return try BinaryPlistReader.tree(of: [UInt8](data))
    }
    let text = try text(of: data)
    let start = text.drop { $0.isWhitespace }
    if ["<?xml", "<!DOCTYPE plist", "<plist"].contains(where: start.hasPrefix) {
      return try XMLPlistReader.tree(of: text)
    }
    return try YAMLReader.tree(of: text)
  }

  private static func text(of data: Data) throws(GridProblems) -> String {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = data.starts(with: byteOrderMark) ? data.dropFirst(3) : data
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw GridProblems("the file is not UTF-8 text; save it as UTF-8")
    }
    if let nul = text.unicodeScalars.firstIndex(of: "\0") {
      let place = GridPlace(path: "", position: position(of: nul, in: text))
      throw GridProblems(place, "there is a NUL character; this is not a text file")
    }
    return text
  }

  /// Line and column of an index, where CR, LF and CRLF end lines.
  static func position(of index: String.Index, in text: String) -> GridPosition {
    var (line, column) = (1, 1)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars[..<index] {
      if scalar == "\n", previous == "\r" {
        // The second half of a line end.
      } else if scalar == "\n" || scalar == "\r" {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
      previous = scalar
    }
    return GridPosition(line: line, column: column)
  }
}

/// Draft → study, when no rule objects.
enum GridCheck {
  static func study(
    from draft: GridDraft, problems shapeProblems: [GridProblem]
  ) throws(GridProblems) -> Study {
    let problems = shapeProblems + GridRules.all.flatMap { $0.problems(in: draft) }
    guard problems.isEmpty else {
      throw GridProblems(Array(GridProblems(problems).problems.prefix(GridLimits.problems)))
    }
    var expansion = CellExpansion(draft)
    do throws(SettingsProblem) {
      return study(of: try expansion.cells().map(\.cell), in: draft)
    } catch {
      throw GridProblems(error.description)
    }
  }

  private static func study(of cells: [Cell], in draft: GridDraft) -> Study {
    var study = Study(
      name: draft.name, question: draft.question, dataDirectory: draft.dataDirectory, cells: [],
      seeds: draft.seeds.map(\.seed))
    for cell in cells {
      if let exclusion = draft.exclusions.first(where: { $0.selection.admits(cell) }) {
        study.excluded.append(ExcludedCell(cell: cell, because: exclusion.because ?? ""))
      } else {
        study.cells.append(cell)
      }
    }
    return study
  }
}
