import Synchronization

/// Values that are made once per key: whoever asks first makes one, and the others wait for it.
///
/// A failure is remembered as a value is.
package final class Memo<Key: Hashable & Sendable, Value: Sendable, Problem: Error>: Sendable {
  private final class Slot: Sendable {
    let made = Mutex<Result<Value, Problem>?>(nil)
  }

  private let slots = Mutex<[Key: Slot]>([:])

  package init() {}

  package func value(
    _ key: Key, make: () throws(Problem) -> Value
  ) throws(Problem) -> Value {
    let slot = slots.withLock { slots in
      if let known = slots[key] { return known }
      let slot = Slot()
      slots[key] = slot
      return slot
    }
    let result = slot.made.withLock { made in
      let result = made ?? Result(catching: make)
      made = result
      return result
    }
    return try result.get()
  }
}
