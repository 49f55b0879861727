import Foundation
import Training
import Vocabulary

/// The program's version.
enum Version {
  static let number = "0.1.0"

  /// What exported weights say of their origin.
  ///
  /// - Parameter data: the directory with data sets; nil without.
  static func origin(data: String?) -> ExportOrigin {
    let arguments = CommandLine.arguments.dropFirst().map { argument in
      let isPlain = argument.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "-_=+./:,@%".utf8.contains($0)
      }
      let quoted = argument.replacing("'", with: "'\\''")
      return isPlain && !argument.isEmpty ? argument : "'\(quoted)'"
    }
    return ExportOrigin(
      version: recorded, command: (["zobench"] + arguments).joined(separator: " "),
      data: data.map { URL(fileURLWithPath: $0.expandingHome).path })
  }

  static var text: String { "zobench \(recorded)" }

  /// What results carry: the number, and the commit that `scripts/zobench` built, as
  /// `0.1.0+1a2b3c4` or, with changes that are in no commit, `0.1.0+1a2b3c4-dirty`.
  static var recorded: String {
    let commit = ProcessInfo.processInfo.environment["ZOBENCH_COMMIT"] ?? ""
    let isPlain = commit.utf8.allSatisfy {
      $0 == 45 || (48...57).contains($0) || (97...122).contains($0)
    }
    return commit.isEmpty || !isPlain || commit.utf8.count > 48 ? number : "\(number)+\(commit)"
  }
}
