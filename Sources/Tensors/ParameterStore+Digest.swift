import Foundation
import Vocabulary

extension ParameterStore {
  /// SHA-256 of everything that the store owns, as it is stored: parameters, then adapters.
  public var digest: ContentDigest {
    var digest = ContentDigest.Stream()
    for block in blocks { unsafe block.withBytes { unsafe digest.append($0) } }
    return digest.value
  }
}
