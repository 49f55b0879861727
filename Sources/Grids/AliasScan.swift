/// Refuses YAML anchors with aliases before the text reaches the parser.
///
/// Thirty nested aliases are a billion values, and Yams hashes mapping keys while it parses. A
/// word after `&` in prose is no anchor unless the same word follows a `*` somewhere.
enum AliasScan {
  static func check(_ text: String) throws(GridProblems) {
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
      return
    }
    let anchors = Set(labels(after: "&", in: text).map(\.label))
    for (label, index) in labels(after: "*", in: text) where anchors.contains(label) {
      let place = GridPlace(path: "", position: GridSource.position(of: index, in: text))
      throw GridProblems(
        place,
        "anchors and aliases ('*\(label.prefix(40))') are not used in grid files; write it out")
    }
  }

  private static func labels(
    after mark: Unicode.Scalar, in text: String
  ) -> [(label: String, index: String.Index)] {
    let scalars = text.unicodeScalars
    return scalars.indices.filter { scalars[$0] == mark }.compactMap { index in
      let label = scalars[scalars.index(after: index)...].prefix { isLabel($0) }
      return label.isEmpty ? nil : (String(label), index)
    }
  }

  /// The characters that libYAML takes into the name of an anchor.
  private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }
}
