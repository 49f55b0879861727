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

/// A row of `memory`: an account in a phase of a trial, in bytes; accounts without any have none.
///
/// Nor has that of the examples, which is in the plan: sums over the rows are what methods are
/// compared by.
struct MemoryRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "memory"

  enum Phase: String, Codable, CaseIterable, DatabaseValueConvertible {
    case training, evaluation
  }

  var trial: Int64
  var phase: Phase
  var account: String
  var forecastAtPeak: Int
  var measuredAtPeak: Int
  var forecastOwnPeak: Int
  var measuredOwnPeak: Int
}

extension MemoryRecord {
  /// The rows of one phase.
  static func rows(
    _ comparison: MemoryComparison, phase: Phase, trial: Int64
  ) -> [MemoryRecord] {
    Account.summed.map { account in
      MemoryRecord(
        trial: trial, phase: phase, account: account.rawValue,
        forecastAtPeak: comparison.forecast.atPeak[account],
        measuredAtPeak: comparison.measured.atPeak[account],
        forecastOwnPeak: comparison.forecast.peaks[account],
        measuredOwnPeak: comparison.measured.peaks[account])
    }.filter { $0.values.contains { $0 != 0 } }
  }

  private var values: [Int] { [forecastAtPeak, measuredAtPeak, forecastOwnPeak, measuredOwnPeak] }

  /// Sums over accounts cannot overflow below this bound.
  private static let plausible = 0..<(1 << 56)

  fileprivate func add(to comparison: inout MemoryComparison) throws(UnreadableValue) {
    guard let account = Account(rawValue: account) else {
      throw UnreadableValue(description: "there is no account '\(account)'")
    }
    guard values.allSatisfy(Self.plausible.contains) else {
      throw UnreadableValue(description: "impossible byte counts for account '\(account)'")
    }
    comparison.forecast.atPeak[account] = forecastAtPeak
    comparison.measured.atPeak[account] = measuredAtPeak
    comparison.forecast.peaks[account] = forecastOwnPeak
    comparison.measured.peaks[account] = measuredOwnPeak
  }
}

/// Both phases of a trial, put together from its rows.
struct MemoryPhases {
  var training = MemoryComparison(forecast: MemoryProfile(), measured: MemoryProfile())
  var evaluation = MemoryComparison(forecast: MemoryProfile(), measured: MemoryProfile())

  init(_ rows: [MemoryRecord]) throws(UnreadableValue) {
    for row in rows {
      switch row.phase {
      case .training: try row.add(to: &training)
      case .evaluation: try row.add(to: &evaluation)
      }
    }
  }
}
