import Experiments
import Synchronization

/// An allocation that would pass the memory limit.
public struct OutOfMemory: Error, Hashable, CustomStringConvertible {
  /// Bytes live after the allocation, and the limit that this passes.
  public var needed: Int
  public var limit: Int

  public var description: String { "needs \(needed) bytes, the limit is \(limit)" }
}

/// The book in which every buffer is entered: bytes per account, live and at the peak.
///
/// It sees what this program allocates for tensors and their data. It does not see BLAS buffers,
/// the Swift runtime or page rounding: those show in the peak resident size, reported beside it.
public final class Ledger: Sendable {
  private struct State {
    var live = AccountBytes()
    var profile = MemoryProfile()
  }

  /// The largest joint total in bytes; nil is no limit.
  public let limit: Int?
  private let state = Mutex(State())

  public init(limit: Int? = nil) { self.limit = limit }

  /// Bytes held at this moment.
  public var live: AccountBytes { state.withLock { $0.live } }

  /// The peaks since the start or the last `restart()`.
  public var profile: MemoryProfile { state.withLock { $0.profile } }

  /// Forgets the peaks: the profile begins again at what is live now.
  public func restart() {
    state.withLock { $0.profile = MemoryProfile(atPeak: $0.live, peaks: $0.live) }
  }

  func credit(_ bytes: Int, to account: Account) throws(OutOfMemory) {
    let needed = state.withLock { state -> Int? in
      let total = state.live.total + bytes
      if let limit, total > limit { return total }
      state.live[account] += bytes
      state.profile.note(state.live, account)
      return nil
    }
    if let needed { throw OutOfMemory(needed: needed, limit: limit ?? 0) }
  }

  func debit(_ bytes: Int, from account: Account) {
    state.withLock { $0.live[account] -= bytes }
  }
}

extension MemoryProfile {
  /// Enters the bytes that are live after a change of `account`.
  public mutating func note(_ live: AccountBytes, _ account: Account) {
    peaks[account] = max(peaks[account], live[account])
    if live.total > atPeak.total { atPeak = live }
  }
}
