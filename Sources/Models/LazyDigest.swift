import Synchronization
import Vocabulary

/// A digest that is computed when it is first asked for: large weights take seconds.
final class LazyDigest: Sendable {
  private let known = Mutex<ContentDigest?>(nil)
  private let compute: @Sendable () -> ContentDigest

  init(_ compute: @escaping @Sendable () -> ContentDigest) { self.compute = compute }

  var value: ContentDigest {
    known.withLock { known in
      let digest = known ?? compute()
      known = digest
      return digest
    }
  }
}
