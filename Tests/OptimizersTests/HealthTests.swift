import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("Health")
struct HealthTests {
  @Test("half a unit in the last place is that of the format")
  func halfUlp() {
    #expect(Health.halfUlp(of: 1, .f32) == Float(1).ulp / 2)
    #expect(Health.halfUlp(of: 0.02, .f32) == Float(0.02).ulp / 2)
    #expect(Health.halfUlp(of: 1, .bf16) == 0x1p-8)
    #expect(Health.halfUlp(of: 1, .f16) == 0x1p-11)
    #expect(Health.halfUlp(of: 0.02, .f16) == 0x1p-17)
  }

  @Test("an update below half a unit is found, with the remedy")
  func update() {
    let finding = Health.update(updateRMS: 1e-6, weightRMS: 0.02, .bf16)
    #expect(finding?.kind == .updateBelowResolution)
    #expect(finding?.message.contains("f32") == true)
    #expect(Health.update(updateRMS: 1e-6, weightRMS: 0.02, .f32) == nil)
    #expect(Health.update(updateRMS: 0, weightRMS: 0.02, .bf16) == nil)
  }

  @Test("a probe below the resolution of single precision is found")
  func probe() {
    #expect(Health.probe(epsilon: 1e-9, weightRMS: 0.02)?.kind == .probeBelowResolution)
    #expect(Health.probe(epsilon: 1e-3, weightRMS: 0.02) == nil)
  }

  @Test("a loss that never changes is found")
  func constant() {
    #expect(Health.constant([Float](repeating: 0.7, count: 20))?.kind == .constantLoss)
    #expect(Health.constant([Float](repeating: 0.7, count: 19)) == nil)
    #expect(Health.constant([Float](repeating: 0.7, count: 20) + [0.6]) == nil)
  }

  @Test("exploding slopes are found")
  func slopes() {
    #expect(Health.slope(300, typical: 2)?.kind == .explodingSlopes)
    #expect(Health.slope(200, typical: 2) == nil)
    #expect(Health.slope(200, typical: 0) == nil)
  }

  @Test("a loss that is not finite is found")
  func divergence() {
    let finding = Health.divergence(.nan, after: 0.5, .f16)
    #expect(finding.kind == .nonFiniteLoss)
    #expect(finding.message.contains("0.5") && finding.message.contains("bf16"))
  }

  @Test("the weights' size is their root mean square")
  func weightRMS() throws {
    let problem = try Parabola()
    let run = try Run(make("zo-sgd"), on: problem)
    let wanted = norm(problem.values) / Double(problem.values.count).squareRoot()
    #expect(abs(Double(run.iterate.weightRMS) - wanted) < 1e-5)
  }
}
