import ArgumentParser

/// A size such as `512MiB` or `8GB`; a number of bytes is written `1048576B`.
struct ByteSize: CustomStringConvertible {
  let bytes: Int

  var description: String { bytes % 1_048_576 == 0 ? "\(bytes >> 20)MiB" : "\(bytes)B" }

  private static let units: [(String, Double)] = [
    ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("tib", 1_099_511_627_776),
    ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12),
    ("k", 1024), ("m", 1_048_576), ("g", 1_073_741_824), ("b", 1),
  ]

  init(_ bytes: Int) { self.bytes = bytes }

  /// What an option's text means.
  static func parse(_ text: String) throws -> ByteSize {
    guard let size = ByteSize(text) else {
      throw ValidationError(
        "'\(text)' is no size: write a number and its unit, such as 8GiB, 512MiB or 1048576B")
    }
    return size
  }

  init?(_ text: String) {
    let text = text.lowercased()
    guard let unit = Self.units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(unit.0.count).trimmingPrefix(" ")),
      number > 0, number * unit.1 < 1e18
    else { return nil }
    bytes = Int(number * unit.1)
  }
}
