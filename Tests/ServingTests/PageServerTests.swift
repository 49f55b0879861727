import Foundation
import Serving
import Synchronization
import Testing

/// The live page over a real connection, one server at a time: each waits on a thread of its own.
@Suite(.serialized) struct PageServerTests {
  private struct Broken: Error, CustomStringConvertible {
    let description = "r.sqlite: it is gone"
  }

  /// A page whose version a test changes.
  private final class Source: Sendable {
    let version = Mutex("1")

    var page: LivePage {
      LivePage(
        html: { "<h1>version \(self.version.withLock { $0 })</h1>" },
        news: { LivePage.News(version: self.version.withLock { $0 }, status: #"{"ended":7}"#) })
    }
  }

  /// Runs `body` with a client of a server that is stopped afterwards.
  private func serving(
    _ page: LivePage, _ body: @escaping @Sendable (Client) async throws -> Void
  ) async throws {
    let server = try PageServer(page, host: "127.0.0.1", port: 0, machine: "node17")
    let (addresses, told) = AsyncStream.makeStream(of: String.self)
    let task = Task { try await server.run { told.yield($0) } }
    defer { task.cancel() }
    var iterator = addresses.makeAsyncIterator()
    let address = try #require(await iterator.next())
    let port = try #require(URL(string: address)?.port)
    try await body(Client(port: UInt16(port)))
  }

  @Test func thePageIsServedWithAPolicy() async throws {
    try await serving(Source().page) { client in
      let answer = try await client.get("/", host: "127.0.0.1:\(client.port)")
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.contains("text/html; charset=utf-8"))
      #expect(answer.contains("default-src 'none'") && answer.contains("connect-src 'self'"))
      #expect(answer.contains("no-store"))
      #expect(answer.hasSuffix("<h1>version 1</h1>"))
    }
  }

  @Test(arguments: [
    nil, "evil.example", "evil.example:80", "192.168.1.5", "localhost.evil.example",
  ])
  func otherNamesAreRefused(_ host: String?) async throws {
    try await serving(Source().page) { client in
      for path in ["/", "/events"] {
        let answer = try await client.get(path, host: host)
        #expect(answer.hasPrefix("HTTP/1.1 403 "))
        #expect(!answer.contains("version 1"))
      }
    }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS"])
  func nothingIsWritten(_ method: String) async throws {
    try await serving(Source().page) { client in
      let answer = try await client.get("/", method: method)
      #expect(answer.hasPrefix("HTTP/1.1 405 "))
      #expect(answer.contains("Allow: GET, HEAD"))
    }
  }

  @Test func headsHaveNoBody() async throws {
    try await serving(Source().page) { client in
      let answer = try await client.get("/", method: "HEAD")
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(arguments: ["/results.sqlite", "/../etc/passwd", "/events/2", "/%2e%2e/"])
  func thereIsNothingElse(_ path: String) async throws {
    try await serving(Source().page) { client in
      let answer = try await client.get(path)
      #expect(answer.hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test func whatCannotBeReadIsSaid() async throws {
    let page = LivePage(html: { throw Broken() }, news: { throw Broken() })
    try await serving(page) { client in
      let answer = try await client.get("/")
      #expect(answer.hasPrefix("HTTP/1.1 503 "))
      #expect(answer.contains("r.sqlite: it is gone"))
    }
  }

  @Test func changesAreTold() async throws {
    let source = Source()
    try await serving(source.page) { client in
      let request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let answer = try await client.ask(request) { answer in
        // The first state has come: now something ends.
        if answer.contains("data: 1\n") { source.version.withLock { $0 = "2" } }
        return answer.contains("data: 2\n")
      }
      #expect(answer.contains("text/event-stream"))
      #expect(answer.contains("event: status\ndata: {\"ended\":7}\n"))
      #expect(answer.contains("event: version\ndata: 2\n"))
      let page = try await client.get("/")
      #expect(page.hasSuffix("<h1>version 2</h1>"))
    }
  }

  @Test func noisyRequestsAreSurvived() async throws {
    try await serving(Source().page) { client in
      for noise in ["\r\n\r\n", "GET\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n", "GET / HTTP/1.1\r\n"] {
        _ = try await client.ask(noise) { _ in noise.hasSuffix("1.1\r\n") }
      }
      let answer = try await client.get("/")
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func aTakenPortIsSaid() async throws {
    try await serving(Source().page) { client in
      let second = try PageServer(
        Source().page, host: "127.0.0.1", port: client.port, machine: "node17")
      let problem = await #expect(throws: PageServer.Problem.self) { try await second.run { _ in } }
      #expect(problem?.description.contains("cannot listen on 127.0.0.1") == true)
    }
  }

  @Test func namesAreNoAddresses() {
    #expect(throws: PageServer.Problem.self) {
      try PageServer(Source().page, host: "example.org", port: 0, machine: "node17")
    }
  }
}
