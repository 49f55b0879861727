/// What an allocation is for; every byte that the ledger sees belongs to one of these.
public enum Account: String, CaseIterable, Codable, Sendable {
  case weights, adapters, gradients, activations, optimizerState, directions, scratch, data
  /// Token ids of the data set, which every method holds alike: an account beside the others.
  case examples

  /// Those that are added up: what methods are compared by, and what limits are for.
  package static var summed: [Account] { allCases.filter { $0 != .examples } }
}

/// Bytes per account.
public struct AccountBytes: Hashable, Sendable {
  private var bytes: [Int]

  /// No bytes in any account.
  public init() { bytes = Array(repeating: 0, count: Account.allCases.count) }

  /// The bytes of some accounts; others have none.
  public init(_ pairs: [Account: Int]) {
    self.init()
    for (account, value) in pairs { self[account] = value }
  }

  /// Bytes of an account.
  public subscript(account: Account) -> Int {
    get { bytes[Self.index(account)] }
    set { bytes[Self.index(account)] = newValue }
  }

  /// Bytes in all accounts but that of the examples, which stands beside them.
  public var total: Int { bytes.reduce(0, +) - self[.examples] }

  /// The sums by account.
  public static func + (a: AccountBytes, b: AccountBytes) -> AccountBytes {
    var sum = a
    for account in Account.allCases { sum[account] += b[account] }
    return sum
  }

  private static func index(_ account: Account) -> Int {
    switch account {
    case .weights: 0
    case .adapters: 1
    case .gradients: 2
    case .activations: 3
    case .optimizerState: 4
    case .directions: 5
    case .scratch: 6
    case .data: 7
    case .examples: 8
    }
  }
}

extension AccountBytes: Codable {
  /// Reads an object of accounts; those that it does not have are empty.
  public init(from decoder: any Decoder) throws {
    let named = try decoder.singleValueContainer().decode([String: Int].self)
    self.init()
    for (name, value) in named {
      if let account = Account(rawValue: name) { self[account] = value }
    }
  }

  /// Writes every account by its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let pairs = Account.allCases.map { ($0.rawValue, self[$0]) }
    try container.encode(Dictionary(uniqueKeysWithValues: pairs))
  }
}

/// Bytes at the moment of the joint peak, and each account's own peak.
public struct MemoryProfile: Hashable, Codable, Sendable {
  /// Per account at the moment when the sum over accounts was largest.
  public var atPeak: AccountBytes
  /// Each account's own largest value, at whatever moment.
  public var peaks: AccountBytes

  /// What was live at the joint peak, and each account's own peak.
  public init(atPeak: AccountBytes = AccountBytes(), peaks: AccountBytes = AccountBytes()) {
    self.atPeak = atPeak
    self.peaks = peaks
  }

  /// The joint peak in bytes.
  public var peakBytes: Int { atPeak.total }

  /// The peaks of two phases one after the other.
  package func merged(with other: MemoryProfile) -> MemoryProfile {
    var merged = other.peakBytes > peakBytes ? other : self
    for account in Account.allCases {
      merged.peaks[account] = max(peaks[account], other.peaks[account])
    }
    return merged
  }
}

/// What a process takes beside the bytes that its ledger counts: code, the Swift runtime,
/// oneDNN's buffers, SQLite, the texts of the data.
///
/// It hardly depends on the cell: with models of 1 to 150 million parameters, full weights and
/// adapters, gradients and none, it was 49 to 55 MB on one machine. So it is measured once per
/// machine and version, with a small cell, and added to the exact forecast of any other.
package struct ResidentOverhead: Hashable, Codable, Sendable {
  package var bytes: Int

  /// How far, in bytes, the peak of a process may be from the forecast.
  package static let error = 16 << 20
  /// About what it is where nothing can be measured, as on the machine of a cluster's queue.
  package static let usual = ResidentOverhead(bytes: 64 << 20)

  package init(bytes: Int) { self.bytes = bytes }

  /// What a finished run took; nil when it did not end, or the system tells no peak.
  package init?(of result: RunResult) {
    let trials = result.trials.filter { $0.outcome == .completed }
    let counted = trials.map {
      max($0.training.measured.peakBytes, $0.evaluation.measured.peakBytes)
    }
    let resident = trials.map(\.peakResidentBytes).max() ?? 0
    guard let most = counted.max(), resident > most else { return nil }
    bytes = resident - most
  }

  /// The peak resident size of a process that runs a cell, give or take `error`.
  ///
  /// - Parameter peak: the exact forecast of what its ledger counts.
  package func residentBytes(forecast peak: Int) -> Int { peak.plus(bytes) }

  /// What a scheduler has to be asked for: no process takes more.
  package func reservedBytes(forecast peak: Int) -> Int {
    residentBytes(forecast: peak).plus(Self.error)
  }
}
