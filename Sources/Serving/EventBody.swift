internal import FlyingFox
internal import FlyingSocks
import Foundation

/// A stream of texts as the body of an answer, each sent as it comes.
struct EventBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let texts: AsyncStream<String>

  func makeAsyncIterator() -> Iterator { Iterator(texts: texts.makeAsyncIterator()) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var texts: AsyncStream<String>.Iterator
    private var rest: ArraySlice<UInt8> = []

    init(texts: AsyncStream<String>.Iterator) { self.texts = texts }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard let text = await texts.next() else { return nil }
      return Array(text.utf8)
    }

    mutating func next() async throws -> UInt8? {
      if rest.isEmpty { rest = try await nextBuffer(suggested: 0)?[...] ?? [] }
      return rest.popFirst()
    }
  }
}
