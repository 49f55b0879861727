import Foundation
import Storage
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The superuser may write everywhere, so these need another user.
@Suite(.enabled(if: geteuid() != 0, "run as an ordinary user"))
struct ReadOnlyMediaTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.store().record(result())
  }

  private func setPermissions(_ mode: Int) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: scratch.folder.path)
  }

  @Test func databasesInReadOnlyFoldersCanBeRead() throws {
    try setPermissions(0o555)
    defer { try? setPermissions(0o755) }
    #expect(try scratch.store(.readOnly).results() == [result()])
  }

  @Test func foldersThatCannotBeWrittenAreNamed() throws {
    try setPermissions(0o555)
    defer { try? setPermissions(0o755) }
    let problem = #expect(throws: StorageProblem.self) {
      try ResultStore(path: scratch.file("new.sqlite"), mode: .readWrite)
    }
    #expect(problem?.exitCode == 73)
  }
}
