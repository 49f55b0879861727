import Foundation

/// The moment, as ISO 8601 in UTC with seconds: `2026-01-31T23:59:59Z`; sorts as text.
func timestamp(_ date: Date = Date()) -> String {
  date.formatted(.iso8601)
}
