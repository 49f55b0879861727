import Foundation

/// The rows of `zobench report --format json`, for comparison.
struct StoredReport {
  private let rows: [[String: Any]]

  init(of database: String, in directory: Scratch) throws {
    let result = try Program.run(
      "report", "--db", database, "--format", "json", in: directory)
    guard result.status == 0,
      let tables = try JSONSerialization.jsonObject(with: Data(result.out.utf8))
        as? [[String: Any]],
      let rows = tables.first?["rows"] as? [[String: Any]]
    else { throw Unreadable(text: result.out + result.err) }
    self.rows = rows
  }

  var optimizers: [String] { rows.compactMap { $0["optimizer"] as? String }.sorted() }

  /// How many runs stand behind each row.
  var counts: [Int] { rows.compactMap { $0["n"] as? Int } }

  var accuracies: [Double] { rows.compactMap(Self.score(of:)) }

  /// The mean accuracy of a model by task.
  func accuracies(ofModel model: String) -> [String: Double] {
    let pairs = rows.filter { $0["model"] as? String == model }.compactMap { row in
      (row["task"] as? String).flatMap { task in
        Self.score(of: row).map { (task, $0) }
      }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private static func score(of row: [String: Any]) -> Double? {
    (row["score"] as? [String: Any])?["mean"] as? Double
  }

  /// Everything but the time, which no two runs share.
  func withoutTimes() throws -> String {
    let timeless = rows.map { row in row.filter { $0.key != "trainSeconds" } }
    let data = try JSONSerialization.data(
      withJSONObject: timeless, options: [.sortedKeys, .prettyPrinted])
    return String(decoding: data, as: UTF8.self)
  }

  struct Unreadable: Error { var text: String }
}
