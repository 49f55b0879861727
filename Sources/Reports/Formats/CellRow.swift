import Vocabulary

/// A cell as machines read it: exact numbers, null for what is missing.
struct CellRow: Encodable {
  var cell: CellSummary

  private enum CodingKeys: CodingKey {
    case model, task, scheme, optimizer, settings, seeds, n, accuracyMean, accuracyStd
    case wallSeconds, forwardPasses, peakBytes, forecastBytes, evaluationPeakBytes, outcome
    case testExamples, trainable, metric, findings
  }

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    try row.encode(cell.model, forKey: .model)
    try row.encode(cell.task, forKey: .task)
    try row.encode(cell.scheme, forKey: .scheme)
    try row.encode(cell.optimizer, forKey: .optimizer)
    try row.encode(cell.settings, forKey: .settings)
    try row.encode(cell.seeds, forKey: .seeds)
    try row.encode(cell.n, forKey: .n)
    // Encoding an optional itself writes null; the synthesised code would leave the key out.
    try row.encode(cell.accuracyMean, forKey: .accuracyMean)
    try row.encode(cell.accuracyStd, forKey: .accuracyStd)
    try row.encode(cell.wallSeconds, forKey: .wallSeconds)
    try row.encode(cell.forwardPasses, forKey: .forwardPasses)
    try row.encode(cell.peakBytes, forKey: .peakBytes)
    try row.encode(cell.forecastBytes, forKey: .forecastBytes)
    try row.encode(cell.evaluationPeakBytes, forKey: .evaluationPeakBytes)
    try row.encode(cell.outcome, forKey: .outcome)
    try row.encode(cell.testExamples, forKey: .testExamples)
    try row.encode(cell.trainable, forKey: .trainable)
    try row.encode(cell.metric, forKey: .metric)
    try row.encode(cell.findings, forKey: .findings)
  }
}
