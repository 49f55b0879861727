import Foundation

/// Sizes in bytes as people read them.
package enum ByteText {
  private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

  /// `512 B`, `1.5 KiB`, `20.0 MiB`; one decimal.
  package static func of(_ count: Int) -> String {
    guard abs(Double(count)) >= 1024 else { return "\(count) B" }
    var value = Double(count)
    var unit = 0
    // Rounding must not show 1024.0 of a unit.
    while abs(value) >= 1023.95, unit < units.count {
      value /= 1024
      unit += 1
    }
    return String(format: "%.1f ", value) + units[max(unit, 1) - 1]
  }

  /// The largest binary unit that leaves at least one of it.
  package static func unit(of bytes: Double) -> (bytes: Double, name: String) {
    var (size, name) = (1.0, "B")
    for unit in units where bytes >= size * 1024 { (size, name) = (size * 1024, unit) }
    return (size, name)
  }
}
