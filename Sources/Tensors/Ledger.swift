import Synchronization
import Vocabulary

/// An allocation that would pass the memory limit, or that the system refused: then the limit is
/// what was had before.
public struct OutOfMemory: Error, Hashable, CustomStringConvertible {
  /// Bytes live after the allocation, and the limit that this passes.
  public var needed: Int
  /// The limit that it would pass, in bytes.
  public var limit: Int

  /// Both numbers in a sentence.
  public var description: String { "needs \(needed) bytes, the limit is \(limit)" }
}

/// The book in which every buffer is entered: bytes per account, live and at the peak.
///
/// It sees what this program allocates for tensors and their data. It does not see oneDNN's
/// buffers, the Swift runtime or page rounding: those show in the peak resident size, reported
/// beside it.
///
/// A trial's ledger reports into its parent, the ledger of the whole grid, what the trial holds
/// for itself. Weights that cells share are in every trial's ledger, and once in the parent.
public final class Ledger: Sendable {
  private struct State {
    var live = AccountBytes()
    var profile = MemoryProfile()
  }

  /// The largest joint total in bytes; nil is no limit.
  public let limit: Int?
  /// The ledger that enters everything but shared weights, too; nil is none.
  public let parent: Ledger?
  private let state = Mutex(State())

  /// An empty ledger, by itself or below another.
  public init(limit: Int? = nil, parent: Ledger? = nil) {
    self.limit = limit
    self.parent = parent
  }

  /// Bytes held at this moment.
  public var live: AccountBytes { state.withLock { $0.live } }

  /// The peaks since the start or the last `restart()`.
  public var profile: MemoryProfile { state.withLock { $0.profile } }

  /// Forgets the peaks: the profile begins again at what is live now.
  public func restart() {
    state.withLock { $0.profile = MemoryProfile(atPeak: $0.live, peaks: $0.live) }
  }

  /// Enters bytes here and in the parent; bytes that are shared only here.
  ///
  /// - Throws: the first limit that this would pass, and then nothing is entered.
  func credit(
    _ bytes: Int, to account: Account, shared: Bool = false
  ) throws(OutOfMemory) {
    let refusal = state.withLock { state -> OutOfMemory? in
      let total = state.live.total + (account == .examples ? 0 : bytes)
      if let limit, total > limit { return OutOfMemory(needed: total, limit: limit) }
      do throws(OutOfMemory) {
        if !shared { try parent?.credit(bytes, to: account) }
      } catch {
        return error
      }
      state.live[account] += bytes
      state.profile.note(state.live, account)
      return nil
    }
    if let refusal { throw refusal }
  }

  func debit(_ bytes: Int, from account: Account, shared: Bool = false) {
    if !shared { parent?.debit(bytes, from: account) }
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

/// Bytes that a ledger's owner needs but others hold as well: entered there, not in its parent,
/// unless nobody else holds them.
package struct SharedEntry: ~Copyable {
  let byteCount: Int
  private let account: Account
  private let ledger: Ledger
  private let isShared: Bool

  package init(
    byteCount: Int, in account: Account, of ledger: Ledger, shared: Bool = true
  ) throws(OutOfMemory) {
    try ledger.credit(byteCount, to: account, shared: shared)
    isShared = shared
    self.byteCount = byteCount
    self.account = account
    self.ledger = ledger
  }

  deinit { ledger.debit(byteCount, from: account, shared: isShared) }
}
