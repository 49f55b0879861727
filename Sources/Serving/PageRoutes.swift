internal import FlyingFox
import Foundation

/// What is answered to a request: two addresses, to be read only.
struct PageRoutes: HTTPHandler {
  let feed: NewsFeed
  let hosts: HostRule

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard hosts.admits(request.headers[.host]) else {
      return Self.text(
        .forbidden, "This server answers to the names of its own machine only, such as localhost.")
    }
    guard request.method == .GET || request.method == .HEAD else {
      return Self.text(
        .methodNotAllowed, "Everything here is only read: GET or HEAD.",
        headers: [HTTPHeader("Allow"): "GET, HEAD"])
    }
    let answer = await answer(to: request.path)
    guard request.method == .HEAD else { return answer }
    return HTTPResponse(statusCode: answer.statusCode, headers: answer.headers)
  }

  private func answer(to path: String) async -> HTTPResponse {
    switch path {
    case "/": await page
    case "/events": await events
    case "/favicon.ico": HTTPResponse(statusCode: .noContent, headers: Self.headers)
    default: Self.text(.notFound, "There is nothing here: the report is at /.")
    }
  }

  private var page: HTTPResponse {
    get async {
      do {
        let text = try await feed.text()
        return Self.answer(.ok, "text/html; charset=utf-8", Data(text.utf8))
      } catch {
        return Self.text(.serviceUnavailable, "\(error)")
      }
    }
  }

  private var events: HTTPResponse {
    get async {
      guard let texts = await feed.listen() else {
        return Self.text(.serviceUnavailable, "Too many pages listen already; close one.")
      }
      var headers = Self.headers
      headers[.contentType] = "text/event-stream; charset=utf-8"
      return HTTPResponse(
        statusCode: .ok, headers: headers, body: HTTPBodySequence(from: EventBody(texts: texts)))
    }
  }

  private static func text(
    _ status: HTTPStatusCode, _ text: String, headers more: [HTTPHeader: String] = [:]
  ) -> HTTPResponse {
    var answer = answer(status, "text/plain; charset=utf-8", Data((text + "\n").utf8))
    for (header, value) in more { answer.headers[header] = value }
    return answer
  }

  private static func answer(
    _ status: HTTPStatusCode, _ type: String, _ body: Data
  ) -> HTTPResponse {
    var headers = headers
    headers[.contentType] = type
    return HTTPResponse(statusCode: status, headers: headers, body: body)
  }

  /// The page has style and script inside, and asks for nothing but this server.
  private static var headers: HTTPHeaders {
    let policy = [
      "default-src 'none'", "style-src 'unsafe-inline'", "script-src 'unsafe-inline'",
      "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ]
    return [
      HTTPHeader("Content-Security-Policy"): policy.joined(separator: "; "),
      HTTPHeader("X-Content-Type-Options"): "nosniff", .cacheControl: "no-store",
      HTTPHeader("Referrer-Policy"): "no-referrer",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    ]
  }
}
