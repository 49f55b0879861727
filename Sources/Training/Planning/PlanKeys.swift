import Graphs
import Models
import Schemes
import Tensors
import Vocabulary

/// A scheme at a model, which is known by its name.
struct Attachment: Hashable {
  var model: String
  var scheme: Component
}

/// What a training loss is computed by.
struct LossKey: Hashable {
  var attachment: Attachment
  var objective: Objective
  var head: HeadRows
}

/// What is computed of a training loss, and how it is read.
struct PassKey: Hashable {
  /// The readings of a loss's graph.
  enum Reading: Hashable {
    case loss
    /// The loss of every example, those parameters displaced for each by itself.
    case examples(admitted: Set<Int>, outerProducts: Int?)
    /// The loss, the rows that the head reads, and the gradient there.
    case outputs
    case tangent(admitted: Set<Int>)
    case gradient(Set<Int>, recomputing: Bool)
  }

  var loss: LossKey
  var reading: Reading
}

/// What the bytes of a run of a pass depend on.
struct PassBytesKey: Hashable {
  var pass: PassKey
  var setting: Program.Setting
  var capacity: Extents
}

/// What the operations of a pass depend on.
struct FlopsKey: Hashable {
  var pass: PassKey
  var extents: Extents
}

/// What the bytes of parameters depend on.
struct ParameterKey: Hashable {
  var attachment: Attachment
  var format: StorageFormat
  var isStreaming: Bool
}

/// What decides whether an optimizer suits a cell.
struct SuitedKey: Hashable {
  var attachment: Attachment
  var optimizer: Component
  var format: StorageFormat
  var objective: Objective
  /// Whether a step's examples are run piece by piece.
  var isDivided: Bool
}

/// What the bytes of an evaluation depend on.
struct EvaluationKey: Hashable {
  var attachment: Attachment
  var format: StorageFormat
  var compute: Compute
  var capacity: Extents
  /// Nil where no answers are generated.
  var answers: GenerationRoom?
}

/// Bytes of an evaluation beside what is held all the time.
struct EvaluationBytes: Sendable {
  var scoring: AccountBytes
  /// Nil where no answers are generated.
  var answers: AccountBytes?
}

/// What the examples of a cell depend on: all models share them.
struct DrawKey: Hashable {
  private let task: Component
  private let train, dev, test, dataSeed: Int

  init(_ cell: Cell) {
    task = cell.task
    (train, dev, test) = (cell.run.train, cell.run.dev, cell.run.test)
    dataSeed = cell.run.dataSeed
  }
}

/// What the examples as token ids depend on.
struct EncodingKey: Hashable {
  let draw: DrawKey
  /// Solved examples before every question.
  let demonstrations: Int
  private let model: ContentDigest
  private(set) var encoding: Encoding
  private let calibration: Calibration

  /// The same with other limits of length.
  func allowing(_ tokens: Int) -> EncodingKey {
    var key = self
    key.encoding.maxLength = tokens
    return key
  }

  init(_ resolution: Resolution) throws(InputProblem) {
    draw = DrawKey(resolution.cell)
    demonstrations = resolution.scheme.learning.demonstrations
    model = resolution.model.digest
    encoding = try resolution.encoding()
    calibration = resolution.calibration
  }
}

/// What the sizes of batches depend on.
struct SampleKey: Hashable {
  let encoding: EncodingKey
  private let virtualTokens: [Int32]
  private let objective: Objective

  init(_ resolution: Resolution) throws(InputProblem) {
    encoding = try EncodingKey(resolution)
    virtualTokens = resolution.network.virtualTokens
    objective = resolution.objective
  }
}
