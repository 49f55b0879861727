import Models
import Schemes
import Vocabulary

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
  private let encoding: Encoding
  private let calibration: Calibration

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
