import Foundation
import GRDB

/// An open SQLite file with this project's settings.
struct Connection: Sendable {
  let path: String
  private let queue: DatabaseQueue
  /// The file when it was opened; nil for one that has no name.
  private let mark: FileMark?

  private static let waitingSeconds = 10.0

  /// Opens for reading and writing; makes the file when there is none.
  static func writable(_ path: String) throws(StorageProblem) -> Connection {
    var configuration = Configuration()
    configuration.busyMode = .timeout(waitingSeconds)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return try Connection(path: path, location: path, configuration)
  }

  /// Opens for reading.
  ///
  /// A database in write-ahead mode needs a folder that can be written even to be read; on
  /// read-only media it is opened as immutable instead, unless its log still holds changes, which
  /// an immutable reader would miss.
  static func readable(_ path: String) throws(StorageProblem) -> Connection {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(waitingSeconds)
    do {
      return try Connection(path: path, location: path, configuration)
    } catch {
      guard case .inputOutput = error else { throw error }
      guard !hasLog(path) else {
        throw .inputOutput(
          path: path,
          reason: "its write-ahead log cannot be read here; copy it with its -wal file to a folder "
            + "that is writable")
      }
      return try Connection(path: path, location: immutable(path), configuration)
    }
  }

  /// A copy that only this process sees: a temporary file of SQLite's, gone with the connection.
  ///
  /// What the log of this database holds is in it.
  func temporaryCopy() throws(StorageProblem) -> Connection {
    do {
      let copy = try DatabaseQueue(path: "")
      try queue.backup(to: copy)
      return Connection(path: path, queue: copy)
    } catch {
      throw StorageProblem(error, path: path)
    }
  }

  /// Runs `body` over an empty database in memory.
  func beside<T>(_ body: (Database) throws -> T) throws(StorageProblem) -> T {
    do { return try DatabaseQueue().write(body) } catch { throw StorageProblem(error, path: path) }
  }

  private init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
    mark = nil
  }

  private init(
    path: String, location: String, _ configuration: Configuration
  ) throws(StorageProblem) {
    self.path = path
    do {
      queue = try DatabaseQueue(path: location, configuration: configuration)
    } catch {
      throw StorageProblem(error, path: path)
    }
    // Opening is lazy: this reads the header and the log.
    mark = FileMark(of: path)
    _ = try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
  }

  private static func immutable(_ path: String) -> String {
    // In a URI, these three have a meaning of their own.
    let name = path.replacingOccurrences(of: "%", with: "%25")
      .replacingOccurrences(of: "?", with: "%3f").replacingOccurrences(of: "#", with: "%23")
    return "file:\(name)?immutable=1"
  }

  private static func hasLog(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
    return (attributes?[.size] as? Int ?? 0) > 0
  }

  /// Runs `body` over one state of the database.
  func read<T>(_ body: (Database) throws -> T) throws(StorageProblem) -> T {
    do { return try queue.read(body) } catch { throw StorageProblem(error, path: path) }
  }

  /// Runs `body` in a transaction that holds the write lock from its begin; an error undoes it all.
  ///
  /// - Throws: `replaced` when what was written is in no file of that name.
  func write<T>(_ body: (Database) throws -> T) throws(StorageProblem) -> T {
    let result: T
    do {
      result = try queue.write(body)
    } catch {
      throw isInPlace ? StorageProblem(error, path: path) : .replaced(path: path)
    }
    guard isInPlace, !isEmptied else { throw .replaced(path: path) }
    return result
  }

  /// Whether the path still names the file that is open; SQLite goes on writing to a file that was
  /// removed or replaced, and nobody finds it afterwards.
  private var isInPlace: Bool { mark.map { $0 == FileMark(of: path) } ?? true }

  /// Whether the file has lost its header, which is 100 bytes: what was written is in the log only,
  /// and belongs to nothing.
  private var isEmptied: Bool { mark != nil && FileMark.size(of: path) < 100 }

  /// Runs statements that cannot stand in a transaction.
  func outsideTransaction<T>(_ body: (Database) throws -> T) throws(StorageProblem) -> T {
    do {
      return try queue.writeWithoutTransaction(body)
    } catch {
      throw StorageProblem(error, path: path)
    }
  }
}
