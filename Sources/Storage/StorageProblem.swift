import Foundation
import GRDB

/// Why a result database cannot be used, with what to do about it.
///
/// The command prints `description` and exits with `exitCode`, after `sysexits.h`.
package enum StorageProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no file to read.
  case missing(path: String)
  /// A file of something else; it was not touched.
  case notOurs(path: String, found: String)
  /// Holds what would run beside this program's statements; it was not touched.
  case altered(path: String, what: String)
  /// Written by a newer zobench; it was not touched.
  case newer(path: String, found: Int, known: Int)
  case cannotCreate(path: String, reason: String)
  case corrupt(path: String, reason: String)
  /// The disk, its permissions or the library refused.
  case inputOutput(path: String, reason: String)
  /// The file was removed, renamed, replaced or emptied while it was open.
  case replaced(path: String)
  /// Another process held the database for longer than the waiting time.
  case busy(path: String)
  /// Another process has taken a run over; nothing more of it is stored.
  case lost(path: String, run: String)
  /// The store was asked for something that its contents do not allow.
  case misused(path: String, reason: String)

  package var exitCode: Int32 {
    switch self {
    case .notOurs, .altered: 65
    case .missing: 66
    case .misused: 70
    case .cannotCreate: 73
    case .corrupt, .inputOutput, .replaced: 74
    case .busy, .lost: 75
    case .newer: 76
    }
  }

  package var description: String {
    switch self {
    case .missing(let path): "\(path): there is no such file; run a study first"
    case .notOurs(let path, let found):
      "\(path): this is \(found), not a zobench database; it was left as it is: name another file"
    case .altered(let path, let what):
      "\(path): the database has \(what), which would run at every reading; it was left as it is: "
        + "drop that with sqlite3, or name another file"
    case .replaced(let path):
      "\(path): the file was removed, renamed, replaced or emptied while it was in use, so that "
        + "nothing more can be stored in it; put it back, or run again to do what is missing"
    case .newer(let path, let found, let known):
      "\(path): schema version \(found) is newer than this program's \(known); "
        + "it was left as it is: update zobench or name another file"
    case .cannotCreate(let path, let reason): "\(path): cannot create the database: \(reason)"
    case .corrupt(let path, let reason):
      "\(path): the database is damaged (\(reason)); copy it, then save what is left with: "
        + "sqlite3 '\(path)' .recover | sqlite3 recovered.sqlite"
    case .inputOutput(let path, let reason): "\(path): \(reason)"
    case .busy(let path):
      "\(path): another process holds the database; try again when it is done"
    case .lost(let path, let run):
      "\(path): another process has taken over run \(run), since this one did not renew its claim "
        + "in time or the claim was released; what this one computed since is not stored"
    case .misused(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension StorageProblem {
  /// The problem behind any error of a database call on `path`.
  init(_ error: any Error, path: String) {
    switch error {
    case let problem as StorageProblem: self = problem
    case let error as DatabaseError: self.init(error, path: path)
    case let error as RowDecodingError: self = .corrupt(path: path, reason: "\(error)")
    case let error as UnreadableValue: self = .corrupt(path: path, reason: error.description)
    default: self = .inputOutput(path: path, reason: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, reason: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    case .SQLITE_FULL:
      self = .inputOutput(path: path, reason: "the disk is full; free some space and run again")
    case .SQLITE_READONLY:
      self = .inputOutput(path: path, reason: "\(reason); open it from a folder that is writable")
    default: self = .inputOutput(path: path, reason: reason)
    }
  }
}

/// A stored value that does not say what its column promises.
struct UnreadableValue: Error, CustomStringConvertible {
  var description: String
}
