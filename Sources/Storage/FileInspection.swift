import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

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

/// What distinguishes a file from another of its name: device and number.
struct FileMark: Equatable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// Of the file at `path`, links followed; nil when there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// Bytes of the file at `path`; 0 when there is none.
  static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}

/// Whether processes that open a file share memory: write-ahead logging needs that.
package enum FileSystemKind: Equatable, Sendable {
  case local, network

  /// The kind of the file system that holds `path`, or will hold it; local when it cannot be told.
  package init(of path: String) {
    let exists = FileManager.default.fileExists(atPath: path)
    let file = URL(fileURLWithPath: path)
    let place = (exists ? file : file.deletingLastPathComponent()).resolvingSymlinksInPath().path
    #if canImport(Darwin)
      var information = statfs()
      guard statfs(place, &information) == 0 else {
        self = .local
        return
      }
      self = information.f_flags & UInt32(MNT_LOCAL) != 0 ? .local : .network
    #else
      // Glibc's module has no `statfs`, and the kernel's table names what its magic numbers do not.
      let mounts = try? FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/mountinfo"))
        .readToEnd()
      self.init(of: place, mounts: String(decoding: mounts ?? Data(), as: UTF8.self))
    #endif
  }

  /// - Parameter mounts: the text of `/proc/self/mountinfo` (proc(5)).
  package init(of place: String, mounts: String) {
    let holder = mounts.split(separator: "\n").compactMap(Mount.init)
      .filter { $0.holds(place) }
      // Of equal mount points, the later one hides the earlier.
      .reduce(nil as Mount?) { best, next in
        next.point.utf8.count >= (best?.point.utf8.count ?? 0) ? next : best
      }
    self = holder?.isNetwork == true ? .network : .local
  }
}

/// One line of the kernel's mount table.
private struct Mount {
  var point: String
  var type: Substring

  /// File systems whose files other hosts may open; FUSE may be sshfs, GlusterFS or another.
  private static let network: Set<Substring> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "ceph", "gpfs", "beegfs", "pvfs2", "orangefs",
    "panfs", "afs", "coda", "ocfs2", "gfs2", "9p", "glusterfs", "fuse",
  ]

  init?(_ line: Substring) {
    let fields = line.split(separator: " ")
    guard
      fields.count > 6, let separator = fields.firstIndex(of: "-"), separator + 1 < fields.count
    else { return nil }
    point = fields[4].replacingOccurrences(of: "\\040", with: " ")
    type = fields[separator + 1]
  }

  var isNetwork: Bool { Self.network.contains(type) || type.hasPrefix("fuse.") }

  func holds(_ place: String) -> Bool {
    point == "/" || place == point || place.hasPrefix(point + "/")
  }
}
