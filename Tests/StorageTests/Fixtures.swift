import Foundation
import GRDB
import Storage
import Vocabulary

/// A folder that goes away with the test.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { file("results.sqlite") }

  func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  func store(_ mode: ResultStore.Mode = .readWrite) throws -> ResultStore {
    try ResultStore(path: path, mode: mode)
  }
}

let machine = Machine(
  processor: "Toy CPU", cores: 2, operatingSystem: "Linux", kernels: "avx2", blas: "OpenBLAS 0.3",
  blasCore: "Haswell", threads: 1, version: "0.1 (abc+dirty)", halfLibrary: "oneDNN 2.6.3")

func seededCell(_ seed: Int = 0) -> SeededCell {
  var cell = Cell(
    model: Component("tiny-opt"), task: Component("mini-sst2"), scheme: Component("ft"),
    optimizer: Component("zo-sgd", ["epsilon": .number(0.001), "note": .text("a 'b' | \n c")]))
  cell.tune = ["learningRate": [.number(1e-6), .number(1e-7)]]
  return SeededCell(cell, seed: seed)
}

func identity(of cell: SeededCell, data: String = "data", semantics: Int = 1) -> Identity {
  Identity(
    of: cell, data: ContentDigest(of: data), model: ContentDigest(of: "model"),
    semantics: semantics)
}

func memory(_ bytes: Int) -> MemoryComparison {
  let profile = MemoryProfile(
    atPeak: AccountBytes([.weights: bytes, .scratch: 7]),
    peaks: AccountBytes([.weights: bytes, .scratch: 7, .data: 40]))
  var measured = profile
  measured.peaks[.directions] = 3
  return MemoryComparison(forecast: profile, measured: measured)
}

func trial(
  _ outcome: Outcome = .completed, rate: Double = 1e-6, curve: [Float] = [0.7, 0.25, -0.0]
) -> TrialResult {
  var seconds = PhaseSeconds()
  (seconds.data, seconds.passes, seconds.update) = (0.125, 1.0 / 3, 0.1)
  (seconds.evaluation, seconds.setUp) = (2.5, 1e-9)
  return TrialResult(
    point: ["learningRate": .number(rate)], outcome: outcome, stepsDone: curve.count, curve: curve,
    dev: [
      DevPoint(step: 1, score: 0.5, loss: 0.75), DevPoint(step: 3, score: 1.0 / 3, loss: nil),
    ],
    spent: StepCost(forwards: 6, backwards: 1), tokens: 12345, seconds: seconds,
    training: memory(1000), evaluation: memory(900), peakResidentBytes: 1 << 40,
    findings: [
      HealthFinding(.constantLoss, step: 2, "a 'loss' | \n"),
      HealthFinding(.probeBelowResolution, step: 1, "epsilon"),
    ],
    weightsDigest: outcome == .completed ? ContentDigest(of: "weights") : nil,
    drift: Drift([
      Drift.Part(kind: "bias", distance: 0, start: 0, elements: 3, changed: 0),
      Drift.Part(kind: "matrix", distance: 1.0 / 3, start: 2, elements: 9, changed: 4),
    ]))
}

func result(
  _ cell: SeededCell = seededCell(), outcome: Outcome = .completed, trials: [TrialResult]? = nil
) -> RunResult {
  let test = TestResult(
    metrics: ["accuracy": 7.0 / 9, "loss": 0.5], examples: 9,
    correct: [true, false, true, true, true, true, false, true, true])
  return RunResult(
    identity: identity(of: cell), cell: cell, outcome: outcome,
    trials: trials ?? [trial(), trial(rate: 1e-7)], chosen: outcome == .completed ? 1 : nil,
    test: outcome == .completed ? test : nil, trainableParameters: 12, parameters: 120)
}

/// A claimant whose process has ended; of this host unless told otherwise.
func ghost(host: String = Claimant.current.host) -> Claimant {
  let space = Claimant.current.start.split(separator: "/", omittingEmptySubsequences: false)
  let start = space.dropLast().joined(separator: "/") + "/1"
  return Claimant(host: host, process: 2_000_000_000, start: start)
}

func store(_ scratch: Scratch, as claimant: Claimant) throws -> ResultStore {
  try ResultStore(
    path: scratch.path, mode: .readWrite, migrations: Schema.migrations, claimant: claimant)
}

/// Takes from a file of this version what versions 6 and later added, as far as migrations need.
func age(_ queue: DatabaseQueue, to version: Int) throws {
  try queue.write { database in
    let views = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view' AND name <> 'v_memory'")
    for view in views { try database.execute(sql: "DROP VIEW \(view)") }
    for table in ["clock", "attempt", "dispute", "study", "readOut"] {
      try database.execute(sql: "DROP TABLE \(table)")
    }
    for column in ["attempt", "leaseUntil"] + (version < 6 ? ["metric", "score"] : []) {
      try database.execute(sql: "ALTER TABLE run DROP COLUMN \(column)")
    }
    let shared = ["processes", "division", "exchangedBytes"]
    for column in shared + ["distance", "relativeDistance", "changedShare", "drift", "others"] {
      try database.execute(sql: "ALTER TABLE trial DROP COLUMN \(column)")
    }
    for table in ["stepLog", "progress"] {
      try database.execute(sql: "ALTER TABLE \(table) DROP COLUMN digest")
    }
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }
}
