import Tensors
import Vocabulary

/// A linear probe: what is written into a head so that it tells classes apart by their features.
package struct ProbeRows: Sendable {
  /// The token of each class, and the row that it gets.
  package let rows: [(token: Int, coefficients: [Float])]

  /// Fits a cross-validated logistic regression; nil when `stop` asks for the end.
  ///
  /// For two classes the one vector w gives the rows −w/2 and +w/2 (MeZO, arXiv 2305.17333). The
  /// memory of the fit is in the ledger's scratch; the classes' rows, which are returned, are not.
  ///
  /// - Parameters:
  ///   - features: one row of `width` per target.
  ///   - targets: the token that is right for each row; at least two different ones.
  /// - Throws: when the memory would pass the ledger's limit.
  package init?(
    features: FloatView, width: Int, targets: [Int], ledger: Ledger, stop: () -> Bool = { false }
  ) throws(OutOfMemory) {
    let tokens = Set(targets).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(tokens, tokens.indices))
    let memory = try ProbeMemory(
      examples: targets.count, width: width, classes: tokens.count, ledger: ledger)
    for (example, token) in targets.enumerated() {
      memory.labels[example] = Double(numbers[token] ?? 0)
    }
    let validation = CrossValidation(
      regression: LogisticRegression(
        features: features, width: width, classes: tokens.count, memory: memory))
    guard validation.fit(stop: stop) else { return nil }
    let w = validation.regression.memory.coefficients
    let isOne = validation.regression.rows == 1
    rows = tokens.enumerated().map { number, token in
      let factor = isOne ? (number == 0 ? -0.5 : 0.5) : 1
      let row = w.part(isOne ? 0 : number * width, width)
      return (token, (0..<width).map { Float(factor * row[$0]) })
    }
  }

  /// The memory of a fit.
  package static func blueprint(examples: Int, width: Int, classes: Int) -> Blueprint {
    ProbeMemory.blueprint(examples: examples, width: width, classes: classes)
  }
}

extension TunedModel {
  /// Overwrites the rows of the classes in the probe's head.
  package func write(_ probed: ProbeRows, to store: ParameterStore) {
    guard let probe else { return }
    var bias = probeBias.map { store.view($0).values }
    for (token, coefficients) in probed.rows {
      store.fill(probe, row: token, with: coefficients)
      bias?[token] = 0
    }
    if let bias, let probeBias { store.fill(probeBias, with: bias) }
  }
}

/// The memory in which a probe is fitted.
package struct ProbeMemory {
  package let labels: DoubleView
  let folds: DoubleView
  /// Of every example by row, at the coefficients.
  let scores: DoubleView
  let probabilities: DoubleView
  /// What a step adds to the scores; products of the curvature on the way.
  let moves: DoubleView
  package let coefficients: DoubleView
  let gradient: DoubleView
  let step: DoubleView
  let residual: DoubleView
  let search: DoubleView
  let curved: DoubleView
  let diagonal: DoubleView
  let preconditioned: DoubleView
  /// Width × width, or nothing.
  let hessian: DoubleView
  private let memory: Allocation

  /// Beyond it a factor costs more than conjugate gradients ever do.
  private static let widest = 1024

  package init(
    examples: Int, width: Int, classes: Int, ledger: Ledger
  ) throws(OutOfMemory) {
    memory = try Self.blueprint(examples: examples, width: width, classes: classes).build(ledger)
    (labels, folds) = (memory.doubles("labels"), memory.doubles("folds"))
    (scores, probabilities) = (memory.doubles("scores"), memory.doubles("probabilities"))
    (moves, coefficients) = (memory.doubles("moves"), memory.doubles("coefficients"))
    (gradient, step) = (memory.doubles("gradient"), memory.doubles("step"))
    (residual, search) = (memory.doubles("residual"), memory.doubles("search"))
    (curved, diagonal) = (memory.doubles("curved"), memory.doubles("diagonal"))
    preconditioned = memory.doubles("preconditioned")
    hessian = memory.doubles("hessian")
  }

  /// A label and a fold per example, three tables of a number per example and row, eight vectors of
  /// coefficients, and for two classes of at most 1024 features a Hessian.
  static func blueprint(examples: Int, width: Int, classes: Int) -> Blueprint {
    let rows = rows(classes)
    let isSmall = classes == 2 && width <= widest
    func blocks(_ names: [String], _ count: Int) -> Blueprint {
      Blueprint(names.map { .doubles($0, count, .scratch) })
    }
    return blocks(["labels", "folds"], examples)
      + blocks(["scores", "probabilities", "moves"], examples * rows)
      + blocks(
        [
          "coefficients", "gradient", "step", "residual", "search", "curved", "diagonal",
          "preconditioned",
        ], rows * width)
      + blocks(["hessian"], isSmall ? width * width : 0)
  }

  /// Rows of coefficients: one for two classes, else one per class.
  static func rows(_ classes: Int) -> Int { classes == 2 ? 1 : classes }
}
