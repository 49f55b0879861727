import Tensors

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
