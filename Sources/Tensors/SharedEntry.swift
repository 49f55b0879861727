import Vocabulary

/// Bytes that a ledger's owner needs but others hold as well: entered there, not in its parent.
struct SharedEntry: ~Copyable {
  let byteCount: Int
  private let account: Account
  private let ledger: Ledger

  init(byteCount: Int, in account: Account, of ledger: Ledger) throws(OutOfMemory) {
    try ledger.credit(byteCount, to: account, shared: true)
    self.byteCount = byteCount
    self.account = account
    self.ledger = ledger
  }

  deinit { ledger.debit(byteCount, from: account, shared: true) }
}
