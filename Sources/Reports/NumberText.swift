import Experiments
import Foundation

/// Numbers as people read them; what is missing is a dash.
package enum NumberText {
  static let missing = "-"

  /// `91.3 ± 0.4` in percent, `91.3` without a spread, `F1 22.2` or `EM 10.0` where it is
  /// no accuracy.
  static func accuracy(of cell: CellSummary) -> String {
    guard let mean = cell.accuracyMean else { return missing }
    let spread = cell.accuracyStd.map { " ± " + fixed(100 * $0, 1) } ?? ""
    let name = [Metric.f1: "F1 ", .exactMatch: "EM "][cell.metric ?? .accuracy] ?? ""
    return name + fixed(100 * mean, 1) + spread
  }

  /// The training peak; where nothing is trained, that of evaluation, and says so.
  static func peak(of cell: CellSummary) -> String {
    guard cell.peakBytes == 0 else { return bytes(cell.peakBytes) }
    return cell.evaluationPeakBytes.map { "eval " + bytes($0) } ?? missing
  }

  /// `512 B`, `1.5 KiB`, `20.0 MiB`; one decimal.
  package static func bytes(_ count: Int?) -> String {
    guard let count else { return missing }
    guard abs(Double(count)) >= 1024 else { return "\(count) B" }
    var value = Double(count)
    var unit = 0
    // Rounding must not show 1024.0 of a unit.
    while abs(value) >= 1023.95, unit < units.count {
      value /= 1024
      unit += 1
    }
    return fixed(value, 1) + " " + units[max(unit, 1) - 1]
  }

  /// A forecast, with its exact error in bytes when it is wrong: `3.0 MiB (-1 B)`.
  static func forecast(_ forecast: Int?, measured: Int?) -> String {
    guard let forecast, let measured, forecast != measured else { return bytes(forecast) }
    let (error, isHuge) = forecast.subtractingReportingOverflow(measured)
    return bytes(forecast) + (isHuge ? "" : " (\(error > 0 ? "+" : "")\(error) B)")
  }

  static func seconds(_ value: Double?) -> String {
    value.map { fixed($0, $0 < 10 ? 2 : 1) } ?? missing
  }

  /// `0.4 s`, `12 s`, `3 min 20 s`, `5 h 10 min`.
  static func duration(_ seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, seconds < 1e12 else { return missing }
    if seconds < 10 { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// A count, or a mean of counts with one decimal when it is not whole.
  static func count(_ value: Double?) -> String {
    guard let value else { return missing }
    return value == value.rounded() ? fixed(value, 0) : fixed(value, 1)
  }

  /// `1.5e+12`: three digits at most.
  static func magnitude(_ value: Double) -> String {
    value.isFinite ? String(format: "%.3g", value) : missing
  }

  static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
}
