internal import FlyingFox
internal import FlyingSocks
import Foundation

/// Serves a live page over HTTP, on this machine unless another address is asked for.
package final class PageServer: Sendable {
  /// Why there is no server.
  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  private let server: HTTPServer
  private let host: String

  /// - Parameters:
  ///   - host: an address in digits; `127.0.0.1` and `::1` are for this machine only.
  ///   - port: 0 for one that is free.
  ///   - machine: the machine's own name.
  /// - Throws: `Problem` for what is no address.
  package init(_ page: LivePage, host: String, port: UInt16, machine: String) throws {
    self.host = host
    let routes = PageRoutes(
      feed: NewsFeed(page), hosts: HostRule(address: host, machine: machine))
    // A page of thousands of cells takes seconds to make.
    let timeout = 300.0
    do {
      server =
        host.contains(":")
        ? HTTPServer(
          address: try .inet6(ip6: host, port: port), timeout: timeout, logger: .disabled,
          handler: routes)
        : HTTPServer(
          address: try .inet(ip4: host, port: port), timeout: timeout, logger: .disabled,
          handler: routes)
    } catch {
      throw Problem(description: "'\(host)' is no address, such as 127.0.0.1 or ::1")
    }
  }

  /// Answers until the task is canceled.
  ///
  /// - Parameter told: is given the page's address once it can be opened.
  /// - Throws: `Problem` when the port is taken or may not be used.
  package func run(_ told: @escaping @Sendable (String) -> Void) async throws {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await self.server.run() }
        group.addTask {
          try await self.server.waitUntilListening()
          told(await self.address)
          try await Task.sleep(for: .seconds(Double(Int32.max)))
        }
        try await group.next()
        group.cancelAll()
      }
    } catch is CancellationError {
      return
    } catch let error as SocketError {
      throw Problem(description: "cannot listen on \(host): \(error.localizedDescription)")
    }
  }

  private var address: String {
    get async {
      var port: UInt16 = 0
      switch await server.listeningAddress {
      case .ip4(_, let found), .ip6(_, let found): port = found
      default: break
      }
      let name = ["0.0.0.0", "::"].contains(host) ? "localhost" : host
      return "http://\(name.contains(":") ? "[\(name)]" : name):\(port)/"
    }
  }
}
