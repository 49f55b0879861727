import Foundation

/// What a path holds, told from the file's first bytes alone, so that looking changes nothing.
///
/// A SQLite file begins with a fixed text; the application's number stands at byte 68, big-endian
/// (sqlite.org/fileformat2.html, section 1.3). The number is written when the file is created,
/// before write-ahead logging starts, so it is never only in the log.
enum FileInspection: Equatable {
  case absent
  case empty
  /// A SQLite database with this application number.
  case database(application: UInt32)
  /// Begins like a SQLite database, but is shorter than its header.
  case truncated
  case foreign(String)

  private static let magic = Data("SQLite format 3\u{0}".utf8)
  private static let headerSize = 100

  init(of path: String) throws(StorageProblem) {
    let files = FileManager.default
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    guard files.fileExists(atPath: file.path) else {
      self = .absent
      return
    }
    do {
      let type = try files.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType
      guard type == .typeRegular else {
        self = .foreign(type == .typeDirectory ? "a folder" : "not a regular file")
        return
      }
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      self.init(header: try handle.read(upToCount: Self.headerSize) ?? Data())
    } catch {
      throw .inputOutput(path: path, reason: "cannot be read: \(error.localizedDescription)")
    }
  }

  init(header: Data) {
    let bytes = [UInt8](header)
    if bytes.isEmpty {
      self = .empty
    } else if !bytes.starts(with: Self.magic.prefix(bytes.count)) {
      self = .foreign(bytes.contains(0) ? "a file of another kind" : "a text file")
    } else if bytes.count < Self.headerSize {
      self = .truncated
    } else {
      self = .database(application: bytes[68..<72].reduce(0) { $0 << 8 | UInt32($1) })
    }
  }
}
