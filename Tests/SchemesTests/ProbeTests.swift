import Foundation
import Graphs
import Models
import Schemes
import Tensors
import Testing
import Vocabulary

/// The fit of a linear probe, against scikit-learn's.
@Suite("Linear probes")
struct ProbeTests {
  /// `LogisticRegressionCV(Cs=10, cv=5, fit_intercept=False, tol=1e-10)`, scikit-learn on the same
  /// sixty examples; it chose C = 0.359 for two classes and 2.78 for three.
  private static let two = [-0.89124554, 1.23241381, 0.24297979, -0.34936697]
  private static let three = [
    [0.15334013, -2.15142573, -0.8428574, -0.47285061],
    [-0.8803873, 1.75239188, 1.28740214, -0.8049011],
    [0.72704717, 0.39903384, -0.44454474, 1.27775171],
  ]

  /// Features on a grid of eighths, and the class of the largest of noisy linear scores.
  private static func data(_ classes: Int) -> (features: [Float], labels: [Int]) {
    let weights = [[1.0, -0.5, 0.25, 0.75], [-0.7, 0.9, 0.3, -0.2], [0.1, -0.4, -0.8, 0.5]]
    var features: [Float] = []
    let labels = (0..<60).map { i in
      let x = (0..<4).map { j in Double((i * 7 + j * 13) % 17 - 8) / 8 }
      features += x.map { Float($0) }
      let scores = (0..<classes).map { k in
        zip(x, weights[k]).reduce(Double((i * 31 + k * 17) % 23 - 11) / 11) { $0 + $1.0 * $1.1 }
      }
      return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
    return (features, labels)
  }

  private static func rows(_ classes: Int) throws -> [(token: Int, coefficients: [Float])] {
    let (features, labels) = data(classes)
    let buffer = try Buffer(floats: features.count, in: .data, of: Ledger())
    buffer.floats.copy(from: features)
    let tokens = [40, 7, 111]
    let probe = try ProbeRows(
      features: buffer.floats, width: 4, targets: labels.map { tokens[$0] }, ledger: Ledger())
    return try #require(probe).rows
  }

  @Test("give two classes half of one vector each")
  func twoClasses() throws {
    // Classes are in the order of their tokens: 7 before 40, so the vector changes its sign.
    let rows = try Self.rows(2)
    #expect(rows.map(\.token) == [7, 40])
    for (row, sign) in zip(rows, [0.5, -0.5]) {
      let off = zip(row.coefficients, Self.two).map { abs(Double($0) - sign * $1) }.max() ?? 1
      #expect(off < 1e-3, "\(off)")
    }
  }

  @Test("give more classes a row each")
  func threeClasses() throws {
    let rows = try Self.rows(3)
    #expect(rows.map(\.token) == [7, 40, 111])
    for (row, label) in zip(rows, [1, 0, 2]) {
      let off = zip(row.coefficients, Self.three[label]).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(off < 5e-3, "\(off)")
    }
  }

  /// Features far from zero and almost collinear, on which plain descent takes for ever.
  private static func ill(_ classes: Int) -> (features: [Float], labels: [Int]) {
    let (features, labels) = data(classes)
    let spread = features.enumerated().map { index, x -> Float in
      let first = features[index / 4 * 4]
      switch index % 4 {
      case 0: return 100 + x
      case 1: return 100 + first + x / 512
      case 2: return x / 64
      default: return -50 + 4 * x
      }
    }
    return (spread, labels)
  }

  @Test("reach the minimum of ill-conditioned features", arguments: [2, 3])
  func illConditioned(classes: Int) throws {
    let (features, labels) = Self.ill(classes)
    let buffer = try Buffer(floats: features.count, in: .data, of: Ledger())
    buffer.floats.copy(from: features)
    let ledger = Ledger()
    let memory = try ProbeMemory(examples: 60, width: 4, classes: classes, ledger: ledger)
    for (example, label) in labels.enumerated() { memory.labels[example] = Double(label) }
    let regression = LogisticRegression(
      features: buffer.floats, width: 4, classes: classes, memory: memory)
    for strength in [1e-4, 1.0, 1e4] {
      let isFitted = regression.fit(strength: strength, without: nil, stop: { false })
      #expect(isFitted)
      let exact = DenseNewton(features.map(Double.init), 4, labels, classes)
        .minimum(strength: strength)
      let found = regression.memory.coefficients.array
      let size = 1 + exact.map { $0 * $0 }.reduce(0, +).squareRoot()
      let off = zip(found, exact).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
      #expect(off < 1e-6 * size, "\(off) of \(size) at \(strength)")
    }
    #expect(
      ledger.profile.peakBytes
        == ProbeRows.blueprint(examples: 60, width: 4, classes: classes).bytes.total)
  }

  /// More scales than conjugate gradients have steps: the exact step must take over.
  @Test("reach the minimum where conjugate gradients give up")
  func manyScales() throws {
    let (examples, width) = (60, 16)
    let features = (0..<examples * width).map { index -> Float in
      let (i, j) = (index / width, index % width)
      let value = Double((i * (7 + 3 * j) + j * j * 13) % 29 - 14) / 14
      return Float((value + (j % 3 == 0 ? 5 : 0)) * exp2(Double(j - 8)))
    }
    let labels = (0..<examples).map { i in (i * 31 + i / 7) % 5 < 2 ? 1 : 0 }
    let buffer = try Buffer(floats: features.count, in: .data, of: Ledger())
    buffer.floats.copy(from: features)
    let memory = try ProbeMemory(examples: examples, width: width, classes: 2, ledger: Ledger())
    for (example, label) in labels.enumerated() { memory.labels[example] = Double(label) }
    let regression = LogisticRegression(
      features: buffer.floats, width: width, classes: 2, memory: memory)
    let isFitted = regression.fit(strength: 1e4, without: nil, stop: { false })
    #expect(isFitted)
    let exact = DenseNewton(features.map(Double.init), width, labels, 2).minimum(strength: 1e4)
    let found = regression.memory.coefficients.array
    let size = 1 + exact.map { $0 * $0 }.reduce(0, +).squareRoot()
    let off = zip(found, exact).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    #expect(off < 1e-6 * size, "\(off) of \(size)")
  }

  @Test("stop when they are asked to")
  func stops() throws {
    let buffer = try Buffer(floats: 8, in: .data, of: Ledger())
    let stopped = try ProbeRows(
      features: buffer.floats, width: 2, targets: [0, 1, 0, 1], ledger: Ledger(), stop: { true })
    #expect(stopped == nil)
  }

  @Test("overwrite the rows of their classes only", arguments: ["opt", "llama", "roberta"])
  func writing(fixture: String) throws {
    let subject = try Subject(Component("linear-probe"), on: fixture)
    let probe = try #require(subject.network.probe)
    let before = subject.weights.view(probe).values
    let buffer = try Buffer(floats: 6 * probe.columns, in: .data, of: Ledger())
    for index in 0..<buffer.floats.count { buffer.floats[index] = Float(index % 11) - 5 }
    let fitted = try ProbeRows(
      features: buffer.floats, width: probe.columns, targets: [9, 5, 9, 5, 9, 5], ledger: Ledger())
    let rows = try #require(fitted)
    subject.network.write(rows, to: subject.weights)
    let after = subject.weights.view(probe).values
    let changed = (0..<probe.rows).filter { row in
      let range = row * probe.columns..<(row + 1) * probe.columns
      return before[range] != after[range]
    }
    #expect(changed == [5, 9])
    if let bias = subject.network.probeBias {
      #expect(subject.weights.view(bias).values[5] == 0)
    }
  }

  @Test("bring a head where there is none")
  func headless() throws {
    let family = try Subject.model("bert").family.fitted { !$0.hasPrefix("cls") }
    #expect(!family.hasHead)
    let tuned = try SchemeCatalog.make(Component("linear-probe")).attach(to: family)
    #expect(tuned.hasHead)
    #expect(tuned.probe?.rows == family.vocabularySize)
    let zero = try SchemeCatalog.make(Component("zero-shot")).attach(to: family)
    #expect(!zero.hasHead)
  }
}
