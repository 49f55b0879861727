/// What token ids take in memory: an example's values, and its arrays, each with its head.
extension EncodedExample {
  /// Bytes of the example where it stands in an array of examples, and of everything it refers to.
  package var byteCount: Int {
    let ids = shared.heapBytes + candidates.heapBytes + (accepted?.heapBytes ?? 0)
    let asked = question.map { $0.ids.heapBytes + $0.answers.heapBytes } ?? 0
    let texts = (question?.answers ?? []).reduce(0) { $0 + $1.heapBytes }
    return candidates.reduce(MemoryLayout<Self>.stride + ids + asked + texts) {
      $0 + $1.fed.heapBytes + $1.places.heapBytes + $1.targets.heapBytes
    }
  }
}

/// What Swift puts before the elements of an array, or the characters of a text, in bytes.
private let head = 32

extension Array {
  /// Bytes of its elements, which lie in one block; an empty array has none.
  fileprivate var heapBytes: Int {
    isEmpty ? 0 : head + count * MemoryLayout<Element>.stride
  }
}

extension String {
  /// Bytes of its characters; up to 15 of them are in the value itself.
  fileprivate var heapBytes: Int { utf8.count > 15 ? head + utf8.count : 0 }
}
