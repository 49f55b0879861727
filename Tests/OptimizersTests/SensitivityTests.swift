import Optimizers
import Tensors
import Testing
import Vocabulary

/// CurvZO: parts drawn by how sensitive the loss was to them.
@Suite("Drawn by sensitivity")
struct SensitivityTests {
  private let estimator = SensitivitySampling(epsilon: 0.5)

  private func step(_ number: Int, _ memory: [Float], parts: Int) -> ProbeStep {
    var step = ProbeStep(
      key: RandomKey(seed: number), moment: Moment(step: number), parts: parts, memory: memory)
    step.lengths = (0..<parts).map { Float(10 + $0) }
    return step
  }

  /// The scale of a part's term over c = 1; 0 where it is not drawn.
  private func weights(_ memory: [Float], step number: Int) throws -> [Double] {
    let parts = memory.count - 2
    let estimate = try estimator.estimate(step(number, memory, parts: parts)) {
      (places: [Displacement]) throws(Divergence) in places.map { $0.terms.first?.scale ?? 0 }
    }
    var weights = [Double](repeating: 0, count: parts)
    for term in estimate.terms ?? [] { weights[term.part - 1] = Double(term.scale) }
    return weights
  }

  @Test("each part moves by its slope on average, however seldom it is drawn")
  func unbiased() throws {
    let memory: [Float] = [0.02, 0.01, 0.01, 0.04, 0.005, 0.015, 1, 0.4]
    var sums = [Double](repeating: 0, count: 6)
    for number in 1...6000 {
      for (part, weight) in try weights(memory, step: number).enumerated() { sums[part] += weight }
    }
    // k = 2 of 6 parts: the probabilities are 0.4, 0.2, 0.2, 0.8, 0.1, 0.3. When none is drawn,
    // the likeliest one is: 0.2 · 0.6 · 0.8 · 0.8 · 0.9 · 0.7 = 4.8 % more of it.
    let wanted = [1, 1, 1, 1 + 0.048 / 0.8, 1, 1]
    for (sum, wanted) in zip(sums, wanted) { #expect(abs(sum / 6000 - wanted) < 0.12) }
  }

  @Test("with all parts always drawn it is MeZO, bit for bit")
  func everything() throws {
    let (first, second) = (try Parabola(), try Parabola())
    let own: [String: SettingValue] = ["learningRate": .number(0.01), "epsilon": .number(0.01)]
    try make("zo-sgd", own).run(12, on: first)
    let all: [String: SettingValue] = [
      "share": .integer(1), "beta": .number(1e-30), "refresh": .integer(0),
    ]
    try make("curvzo", own.merging(all) { a, _ in a }).run(12, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  /// What is remembered after steps on a loss that changes along the third of eight parts alone.
  private func learned(_ steps: Int, scale: Float) throws -> (memory: [Float], drawn: Set<Int>) {
    var (memory, parts) = ([Float](repeating: 0, count: 10), Set<Int>())
    for number in 1...steps {
      let step = step(number, memory, parts: 8)
      let estimate = try estimator.estimate(step) { (places: [Displacement]) throws(Divergence) in
        places.map { $0.terms.reduce(0) { $0 + ($1.part == 3 ? scale * $1.scale : 0) } }
      }
      parts.formUnion((estimate.terms ?? []).map(\.part))
      memory = estimator.learn(from: estimate, step)
    }
    return (memory, parts)
  }

  @Test("learns the same from a loss of another scale")
  func scaled() throws {
    let (plain, large) = (try learned(200, scale: 1), try learned(200, scale: 1024))
    #expect(plain.drawn == large.drawn && plain.drawn == Set(1...8))
    for (a, b) in zip(plain.memory, large.memory).prefix(8) { #expect(abs(a - b) < 1e-4 * a) }
    #expect(abs(plain.memory[9] - large.memory[9]) < 1e-5)
  }

  @Test("learns nothing about parts that were not drawn")
  func undrawn() throws {
    let (memory, drawn) = try learned(1, scale: 1)
    #expect(!drawn.isEmpty && drawn.count < 8)
    for part in 1...8 { #expect((memory[part - 1] == 0.01) == !drawn.contains(part)) }
  }

  @Test("draws between a tenth and eight tenths of the parts, as evenly as they matter")
  func bounds() throws {
    func share(_ sensitivities: [Float]) -> Float {
      var memory = sensitivities + [1, 0.4]
      for _ in 0..<200 {
        let step = step(1, memory, parts: sensitivities.count)
        let still = Estimate(loss: 0, terms: [DirectionTerm(key: step.key, scale: 0, part: 1)])
        let learned = estimator.learn(from: still, step)
        memory = sensitivities + [1, learned[learned.count - 1]]
      }
      return memory[memory.count - 1]
    }
    let even = share([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    let single = share([1, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9])
    // 0.1 + 0.7 · 0.7 where all matter; 0.1 + 0.7 · (0.07 + 0.3) where one does.
    #expect(abs(even - 0.59) < 0.06 && abs(single - 0.36) < 0.06 && single < even)
  }
}
