/// What a server shows: a page, and what changes behind it.
package struct LivePage: Sendable {
  /// What listeners are told.
  package struct News: Hashable, Sendable {
    /// Another one whenever the page would be another one.
    package var version: String
    /// What is at work, as JSON in one line.
    package var status: String

    package init(version: String, status: String) {
      self.version = version
      self.status = status
    }
  }

  /// The page as HTML; asked for once per version.
  package var html: @Sendable () throws -> String
  /// Asked for every second while somebody listens.
  package var news: @Sendable () throws -> News

  package init(
    html: @escaping @Sendable () throws -> String, news: @escaping @Sendable () throws -> News
  ) {
    self.html = html
    self.news = news
  }
}
