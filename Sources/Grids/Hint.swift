import Vocabulary

/// "Did you mean" at the end of a problem.
enum Hint {
  /// Names longer than this are not compared: the time is the product of the lengths.
  private static let longest = 100

  /// `; did you mean 'epsilon'?`, or nil when nothing is near.
  static func nearest(to name: String, among names: some Sequence<String>) -> String? {
    guard name.utf8.count <= longest else { return nil }
    return nearestName(to: name, among: names.filter { $0.utf8.count <= longest })
      .map { "; did you mean '\($0)'?" }
  }
}
