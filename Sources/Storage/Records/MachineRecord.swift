import GRDB
import Vocabulary

/// A row of `machine`: one per distinct machine, build and thread count.
struct MachineRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "machine"

  var id: Int64?
  var digest: String
  var processor: String
  var cores: Int
  var operatingSystem: String
  var kernels: String
  var blas: String
  var blasCore: String
  var threads: Int
  var version: String
  var halfLibrary: String?

  init(_ machine: Machine) {
    digest = ContentDigest(of: canonicalJSON(machine)).hex
    processor = machine.processor
    cores = machine.cores
    operatingSystem = machine.operatingSystem
    kernels = machine.kernels
    blas = machine.blas
    blasCore = machine.blasCore
    threads = machine.threads
    version = machine.version
    halfLibrary = machine.halfLibrary
  }

  var machine: Machine {
    Machine(
      processor: processor, cores: cores, operatingSystem: operatingSystem, kernels: kernels,
      blas: blas, blasCore: blasCore, threads: threads, version: version,
      halfLibrary: halfLibrary)
  }

  /// The row's number, after adding the row when it is new.
  static func id(of machine: Machine, in database: Database) throws -> Int64 {
    let record = MachineRecord(machine)
    try record.insert(database, onConflict: .ignore)
    let id = try Int64.fetchOne(
      database, sql: "SELECT id FROM machine WHERE digest = ?", arguments: [record.digest])
    guard let id else { throw UnreadableValue(description: "machine \(record.digest) was lost") }
    return id
  }
}
