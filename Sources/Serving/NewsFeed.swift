import Foundation

/// The page's present state, and those who listen to its changes.
actor NewsFeed {
  private let page: LivePage
  private var html: (version: String, text: String)?
  private var last: LivePage.News?
  private var listeners: [UUID: AsyncStream<String>.Continuation] = [:]
  private var asking: Task<Void, Never>?

  /// More listeners than browsers of one person have; each holds a connection.
  static let mostListeners = 32
  /// Seconds between two questions, and between two signs of life.
  private static let (pause, beat) = (1.0, 15.0)

  init(_ page: LivePage) { self.page = page }

  /// The page as it is now; made anew only when something has ended since.
  func text() throws -> String {
    let version = try page.news().version
    if let html, html.version == version { return html.text }
    let text = try page.html()
    html = (version, text)
    return text
  }

  /// Events in the format of `text/event-stream`; nil when too many listen.
  func listen() -> AsyncStream<String>? {
    guard listeners.count < Self.mostListeners else { return nil }
    let id = UUID()
    // Who reads slowly misses states that are past.
    let (stream, listener) = AsyncStream.makeStream(
      of: String.self, bufferingPolicy: .bufferingNewest(8))
    listener.onTermination = { _ in Task { await self.leave(id) } }
    listeners[id] = listener
    listener.yield("retry: 2000\n\n")
    if let last { listener.yield(Self.events(last, since: nil)) }
    if asking == nil { asking = Task { await ask() } }
    return stream
  }

  private func leave(_ id: UUID) {
    listeners[id] = nil
    guard listeners.isEmpty else { return }
    asking?.cancel()
    (asking, last) = (nil, nil)
  }

  /// Asks for news as long as somebody listens.
  private func ask() async {
    var silence = 0.0
    while !Task.isCancelled {
      // A database that cannot be read now may be readable later.
      if let news = try? page.news(), news != last {
        tell(Self.events(news, since: last))
        (last, silence) = (news, 0)
      } else if silence >= Self.beat {
        tell(": still here\n\n")
        silence = 0
      }
      silence += Self.pause
      try? await Task.sleep(for: .seconds(Self.pause))
    }
  }

  private func tell(_ event: String) { for listener in listeners.values { listener.yield(event) } }

  private static func events(_ news: LivePage.News, since old: LivePage.News?) -> String {
    let status = news.status == old?.status ? "" : "event: status\ndata: \(news.status)\n\n"
    return status
      + (news.version == old?.version ? "" : "event: version\ndata: \(news.version)\n\n")
  }
}
