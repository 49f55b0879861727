import Synchronization
import Vocabulary

/// The frozen parameters in use, each held once however many cells read it.
///
/// The pool itself keeps nothing alive: a parameter is freed with the last store that reads it.
package final class WeightPool: Sendable {
  /// A parameter of a model in a storage format.
  package struct Key: Hashable, Sendable {
    /// The digest of the checkpoint.
    package var model: ContentDigest
    /// The parameter's name.
    package var name: String
    /// The format in which it is held.
    package var format: StorageFormat
    /// Whether it leaves memory after every use.
    package var isStreamed = false

    /// The key of a parameter in a format.
    package init(model: ContentDigest, name: String, format: StorageFormat) {
      self.model = model
      self.name = name
      self.format = format
    }
  }

  private struct Entry {
    weak var tensor: FrozenTensor?
  }

  /// Where each parameter is entered once.
  package let ledger: Ledger
  private let entries = Mutex<[Key: Entry]>([:])

  /// - Parameter ledger: of everything that shares; the ledgers of the cells report into it.
  package init(ledger: Ledger) { self.ledger = ledger }

  /// The parameter under `key`, made if no store holds it; others that ask wait meanwhile.
  package func tensor(
    _ key: Key, make: (Ledger) throws -> FrozenTensor
  ) throws -> FrozenTensor {
    try entries.withLock { entries in
      if let held = entries[key]?.tensor { return held }
      let made = try make(ledger)
      entries[key] = Entry(tensor: made)
      return made
    }
  }
}
