import Vocabulary

/// A number that a paper reports, with what it was measured on.
package struct PublishedNumber: Hashable, Sendable {
  /// How sure the number is.
  package enum Confidence: String, Sendable {
    /// Read in the paper that reports it.
    case confirmed = "C"
    /// Read in a text that reprints it.
    case secondary = "S"
    case unconfirmed = "U"
  }

  package enum Quantity: String, Sendable {
    case accuracy, f1
    /// GB, as the paper measured it: never the ledger's.
    case memory
    /// Percent against SGD with gradients, of what the note says.
    case change
  }

  /// A key of `PublishedSource`.
  package var source: String
  package var confidence: Confidence
  package var quantity: Quantity
  /// The last part of a checkpoint's name, in lower case: `opt-13b`.
  package var model: String
  package var task: String
  package var scheme: String
  package var optimizer: String
  /// Percent, or GB, as the quantity is.
  package var value: Double
  package var deviation: Double?
  /// Training examples: `1000`, `16 per class`, `none`.
  package var examples: String
  /// Whose prompt: `mezo`, `lm-bff`, `unknown`.
  package var prompt: String
  package var note: String

  /// The columns of the data files, in order.
  static let columns = [
    "source", "tag", "quantity", "model", "task", "scheme", "optimizer", "value", "deviation",
    "examples", "prompt", "note",
  ]

  /// - Parameter fields: in the order of `columns`; nil where one does not say what it should.
  init?(_ fields: [String]) {
    guard fields.count == Self.columns.count, let confidence = Confidence(rawValue: fields[1]),
      let quantity = Quantity(rawValue: fields[2]), let value = Double(fields[7]), value.isFinite
    else { return nil }
    source = fields[0]
    self.confidence = confidence
    self.quantity = quantity
    (model, task, scheme, optimizer) = (fields[3], fields[4], fields[5], fields[6])
    self.value = value
    deviation = Double(fields[8])
    (examples, prompt, note) = (fields[9], fields[10], fields[11])
  }
}

/// Where published numbers are from.
package struct PublishedSource: Hashable, Sendable {
  package var key: String
  package var title: String
  package var address: String
}
