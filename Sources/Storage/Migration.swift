/// One step of the schema's history; once released it is never changed, only followed by another.
package struct Migration: Sendable {
  /// `user_version` after this step; the first is 1 and each is one more than the one before.
  package var version: Int
  package var name: String
  package var sql: String

  package init(version: Int, name: String, sql: String) {
    self.version = version
    self.name = name
    self.sql = sql
  }
}
