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
