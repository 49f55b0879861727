import Experiments

/// A number that a paper reports, with what it was measured on.
public struct PublishedNumber: Hashable, Sendable {
  /// How sure the number is.
  public enum Confidence: String, Sendable {
    /// Read in the paper that reports it.
    case confirmed = "C"
    /// Read in a text that reprints it.
    case secondary = "S"
    case unconfirmed = "U"
  }

  public enum Quantity: String, Sendable {
    case accuracy, f1
    /// GB, as the paper measured it: never the ledger's.
    case memory
  }

  /// A key of `PublishedSource`.
  public var source: String
  public var confidence: Confidence
  public var quantity: Quantity
  /// The last part of a checkpoint's name, in lower case: `opt-13b`.
  public var model: String
  public var task: String
  public var scheme: String
  public var optimizer: String
  /// Percent, or GB.
  public var value: Double
  public var deviation: Double?
  /// Training examples: `1000`, `16 per class`, `none`.
  public var examples: String
  /// Whose prompt: `mezo`, `lm-bff`, `unknown`.
  public var prompt: String
  public var note: String

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
public struct PublishedSource: Hashable, Sendable {
  public var key: String
  public var title: String
  public var address: String
}
