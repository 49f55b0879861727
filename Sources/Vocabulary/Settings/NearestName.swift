/// The known name that a mistaken one was most likely meant to be; nil when nothing is near.
///
/// Names of over 100 bytes are not compared: the time is the product of the lengths, and what a
/// file says may be of any length.
public func nearestName(to name: String, among names: some Sequence<String>) -> String? {
  let longest = 100
  guard name.utf8.count <= longest else { return nil }
  let best =
    names
    .filter { $0.utf8.count <= longest }
    .map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
  guard let best, best.distance <= max(2, name.count / 3) else { return nil }
  return best.name
}

/// `did you mean 'epsilon'?`, at the end of what is said of a name that is not known; nil when
/// nothing is near, and the known names are listed instead.
public func didYouMean(_ name: String, among names: some Sequence<String>) -> String? {
  nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
}

/// The least number of scalars inserted, removed or replaced between the two.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.unicodeScalars)
  let b = Array(b.unicodeScalars)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[b.count]
}
