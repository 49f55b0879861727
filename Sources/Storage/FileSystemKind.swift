import Foundation

#if canImport(Darwin)
  import Darwin
#endif

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
