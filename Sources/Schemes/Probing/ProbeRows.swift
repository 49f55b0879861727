import Tensors

/// A linear probe: what is written into a head so that it tells classes apart by their features.
public struct ProbeRows: Sendable {
  /// The token of each class, and the row that it gets.
  public let rows: [(token: Int, coefficients: [Float])]

  /// Fits a cross-validated logistic regression; nil when `stop` asks for the end.
  ///
  /// For two classes the one vector w gives the rows −w/2 and +w/2 (study, part 3.8).
  ///
  /// - Parameters:
  ///   - features: one row of `width` per target.
  ///   - targets: the token that is right for each row; at least two different ones.
  public init?(
    features: FloatView, width: Int, targets: [Int], stop: () -> Bool = { false }
  ) {
    let tokens = Set(targets).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(tokens, tokens.indices))
    let regression = LogisticRegression(
      features: features, width: width, labels: targets.map { numbers[$0] ?? 0 },
      classes: tokens.count)
    guard let w = CrossValidation(regression: regression).fitted(stop: stop) else { return nil }
    rows = tokens.enumerated().map { number, token in
      guard regression.rows > 1 else {
        let half: Double = number == 0 ? -0.5 : 0.5
        return (token, w.map { Float(half * $0) })
      }
      return (token, w[number * width..<(number + 1) * width].map { Float($0) })
    }
  }
}

extension TunedModel {
  /// Overwrites the rows of the classes in the probe's head.
  public func write(_ probed: ProbeRows, to store: ParameterStore) {
    guard let probe else { return }
    var bias = probeBias.map { store.view($0).values }
    for (token, coefficients) in probed.rows {
      store.fill(probe, row: token, with: coefficients)
      bias?[token] = 0
    }
    if let bias, let probeBias { store.fill(probeBias, with: bias) }
  }
}
