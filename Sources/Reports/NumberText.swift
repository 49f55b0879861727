import Foundation
import Vocabulary

/// Numbers as people read them; what is missing is a dash.
package enum NumberText {
  static let missing = "-"

  /// What stands before a score that is no accuracy.
  static func prefix(of metric: Metric) -> String {
    [.f1: "F1 ", .exactMatch: "EM "][metric] ?? ""
  }

  /// The training peak; where nothing is trained, that of evaluation, and says so.
  static func peak(of cell: CellSummary) -> String {
    guard cell.peakBytes == 0 else { return bytes(cell.peakBytes) }
    return cell.evaluationPeakBytes.map { "eval " + bytes($0) } ?? missing
  }

  /// `512 B`, `1.5 KiB`, `20.0 MiB`; one decimal.
  package static func bytes(_ count: Int?) -> String {
    count.map(ByteText.of) ?? missing
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

  /// `1 block`, `6 blocks`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `1.5e+12`: three digits at most.
  static func magnitude(_ value: Double) -> String {
    value.isFinite ? String(format: "%.3g", value) : missing
  }

  /// `+1.5`, `-0.2`, `0.0`.
  static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return (value > 0 && Double(text) != 0 ? "+" : "") + text
  }

  /// `p = 0.031`, `p < 0.001`.
  static func pValue(_ value: Double) -> String {
    value < 0.001 ? "p < 0.001" : "p = " + fixed(value, 3)
  }

  /// `0.031`, `< 0.001`.
  static func probability(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : fixed(value, 3)
  }

  /// What rounds to zero has no sign.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
  }

  /// A number on an axis, as short as it is exact: `0.5`, `20`, `1000`, `1e+05`.
  static func tick(_ value: Double) -> String {
    if value == 0 { return "0" }
    if abs(value) >= 1000, abs(value) < 1e6, value == value.rounded() {
      let thousands = value / 1000
      return String(format: "%.4gk", thousands)
    }
    return String(format: "%.4g", value)
  }
}
