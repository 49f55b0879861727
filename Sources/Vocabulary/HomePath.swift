import Foundation

extension String {
  /// The path with the home directory in place of `~`: `HOME`, as shells have it, before the one
  /// that the system keeps for the user.
  package var expandingHome: String {
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    guard self == "~" || hasPrefix("~/"), home.hasPrefix("/") else {
      return (self as NSString).expandingTildeInPath
    }
    return home + dropFirst()
  }
}

/// Where programs keep what can be made again (XDG Base Directory Specification).
package enum UserCaches {
  /// `XDG_CACHE_HOME` if it is an absolute path, as the specification wants it, else `.cache` in
  /// `HOME`, or in the home that the system keeps for the user.
  package static func directory(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL {
    let named = environment["XDG_CACHE_HOME"]?.expandingHome ?? ""
    if named.hasPrefix("/") { return URL(fileURLWithPath: named) }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0) }
    return (home ?? FileManager.default.homeDirectoryForCurrentUser)
      .appendingPathComponent(".cache")
  }
}
