import Foundation
import Notation
import Testing

/// Folders of strangers, and what lies in them.
@Suite struct FolderWalkTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "walk-\(UUID().uuidString)")
    try make(folder)
  }

  private func make(_ folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ path: String) throws {
    let file = folder.appending(path: path)
    try make(file.deletingLastPathComponent())
    try Data("a".utf8).write(to: file)
  }

  private func names(_ walk: FolderWalk) -> [String] { walk.files.map(\.lastPathComponent) }

  @Test func filesComeInTheOrderOfTheirNumbers() throws {
    for path in ["b/10.csv", "b/9.CSV", "b/c.txt", "a.csv"] { try write(path) }
    #expect(names(try FolderWalk(folder, endings: ["csv"])) == ["a.csv", "9.CSV", "10.csv"])
    #expect(try FolderWalk(folder).files.count == 4)
  }

  @Test func loopsOfLinksEnd() throws {
    try write("b/a.csv")
    let link = folder.appending(path: "b/again")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
    #expect(names(try FolderWalk(folder, endings: ["csv"])) == ["a.csv"])
  }

  @Test func tooMuchIsOneProblem() throws {
    for number in 0..<5 { try write("\(number).csv") }
    #expect(try FolderWalk(folder, most: 5).files.count == 5)
    let problem = #expect(throws: FileProblem.self) { try FolderWalk(folder, most: 4) }
    #expect(problem.map { "\($0)".contains("more than 4 files") } == true)
  }

  @Test func whatLiesTooDeepIsSaid() throws {
    try write(String(repeating: "a/", count: 70) + "b.csv")
    let walk = try FolderWalk(folder)
    #expect(walk.files.isEmpty && walk.unread.count == 1)
    #expect(walk.unread.first?.contains("64 folders deep") == true)
  }

  @Test func pipesAndDevicesAreNotRead() throws {
    let pipe = folder.appending(path: "pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    for url in [pipe, URL(filePath: "/dev/zero"), folder] {
      #expect(throws: FileProblem.self) { try RegularFile.contents(of: url) }
    }
    try write("a.csv")
    let file = folder.appending(path: "a.csv")
    #expect(try RegularFile.contents(of: file) == Data("a".utf8))
    #expect(throws: FileProblem.self) { try RegularFile.contents(of: file, atMost: 0) }
  }
}
