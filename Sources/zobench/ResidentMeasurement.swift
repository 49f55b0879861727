import Foundation
import Storage
import Training
import Vocabulary

/// What this program takes on this machine beside the bytes that it counts.
enum ResidentMeasurement {
  /// Measured at the first use, by a small cell in a process of its own, which takes about a
  /// second; nil where that fails, or where the system tells no peak.
  static func overhead() -> ResidentOverhead? {
    guard let program = Bundle.main.executableURL else { return nil }
    let machine = Machine.current(
      threads: ProcessInfo.processInfo.activeProcessorCount, version: Version.recorded)
    return ResidentOverhead.kept(of: canonicalJSON(machine) + "\n" + stamp(of: program)) {
      try? measured(by: program)
    }
  }

  /// Another build of one version is another program.
  private static func stamp(of program: URL) -> String {
    let values = try? program.resolvingSymlinksInPath().resourceValues(forKeys: [
      .fileSizeKey, .contentModificationDateKey,
    ])
    let changed = values?.contentModificationDate?.timeIntervalSince1970 ?? 0
    return "\(values?.fileSize ?? 0) \(changed)"
  }

  private static func measured(by program: URL) throws -> ResidentOverhead? {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "zobench-resident-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func path(_ name: String) -> String {
      directory.appending(path: name).path(percentEncoded: false)
    }
    try Data(grid.utf8).write(to: URL(filePath: path("small.grid")))
    let process = Process()
    process.executableURL = program
    process.arguments = [
      "run", path("small.grid"), "--db", path("small.sqlite"), "--jobs", "1", "--quiet",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let store = try ResultStore(path: path("small.sqlite"), mode: .readOnly)
    return try store.results().first.flatMap { ResidentOverhead(of: $0) }
  }

  private static let grid = """
    zobench: 1
    name: small
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers: [zo-sgd]
    seeds: [0]
    defaults: { steps: 3, batch: 8, evaluations: 1, train: 64, dev: 16, test: 16 }

    """
}
