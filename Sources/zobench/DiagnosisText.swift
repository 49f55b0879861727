import Foundation
import Laboratory
import Reports
import Training

/// A diagnosis for a terminal, within 80 columns.
struct DiagnosisText {
  let diagnosis: Diagnosis
  /// Examples of the batch.
  let batch: Int

  var text: String { ([summary, ""] + rows).joined(separator: "\n") }

  private var summary: String {
    let trials = diagnosis.estimators.map(\.trials)
    let (least, most) = (trials.min() ?? 0, trials.max() ?? 0)
    let count = least == most ? "\(most)" : "\(least)–\(most)"
    let facts = [
      "\(diagnosis.model), \(diagnosis.task), \(diagnosis.scheme): d = \(diagnosis.parameters)",
      "batch \(batch)", "loss " + Self.fixed(diagnosis.loss, 4),
      "‖g‖ = " + Self.short(diagnosis.gradientNorm), "ε = " + Self.short(diagnosis.epsilon),
      "\(count) trials", "peak " + NumberText.bytes(diagnosis.peakBytes),
    ]
    return TextWrap.lines(facts.joined(separator: ", "), width: Self.width)
      .joined(separator: "\n")
  }

  private static let width = 80
  /// A longer name has a line of its own.
  private static let nameWidth = 23

  private var rows: [String] {
    let table = TextTable(
      columns: [
        ("estimator", .left), ("F", .right), ("cosine", .right), ("cos²·d/F", .right),
        ("theory", .right), ("bias", .right), ("variance", .right),
      ], rows: diagnosis.estimators.map(Self.row)
    ).lines
    var lines = [table.first ?? ""]
    for (estimator, line) in zip(diagnosis.estimators, table.dropFirst()) {
      if estimator.optimizer.count > Self.nameWidth {
        lines += TextWrap.lines(estimator.optimizer, width: Self.width)
      }
      lines.append(line)
    }
    return lines
  }

  private static func row(_ it: EstimatorDiagnosis) -> [String] {
    [
      it.optimizer.count > nameWidth ? "" : it.optimizer, "\(it.forwards)", short(it.cosine),
      plusMinus(it.alignment, it.alignmentError),
      it.expectedAlignment.map { fixed($0, 2) } ?? "-",
      plusMinus(it.bias, it.biasError), short(it.variance),
    ]
  }

  /// Two decimals, and of large numbers three digits.
  private static func plusMinus(_ value: Double, _ error: Double) -> String {
    guard abs(value) < 100 else { return short(value) }
    return "\(fixed(value, 2))±\(fixed(error, 2))"
  }

  private static func short(_ value: Double) -> String { String(format: "%.2g", value) }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
