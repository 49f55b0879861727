import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("The step log")
struct StepLogTests {
  static let replayable = CatalogContractTests.components.filter { component in
    (try? OptimizerCatalog.make(component))?.isReplayable == true
  }

  private func logged(_ optimizer: Optimizer, _ steps: Int, _ problem: Parabola) throws -> StepLog {
    var run = try Run(optimizer, on: problem)
    try run.step(steps)
    var log = StepLog(root: run.root)
    for estimate in run.estimates { log.append(estimate) }
    return log
  }

  @Test("rebuilds the weights bit for bit without a forward pass (T15)", arguments: replayable)
  func replay(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let (first, second) = (
      try Parabola.suited(to: optimizer), try Parabola.suited(to: optimizer)
    )
    let log = try StepLog(decoding: logged(optimizer, 25, first).bytes)
    #expect(log.count == 25)
    let run = try Run(optimizer, on: second)
    run.iterate.replay(log)
    #expect(second.forwards == 0)
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("rebuilds weights in narrow formats, too", arguments: [StorageFormat.bf16, .f16])
  func narrow(format: StorageFormat) throws {
    for name in ["zo-sgd", "conmezo", "subzero", "zo-adam", "dizo"] {
      let optimizer = try make(name)
      let (first, second) = (try Parabola(format: format), try Parabola(format: format))
      let start = bits(first.values)
      let log = try logged(optimizer, 10, first)
      let run = try Run(optimizer, on: second)
      run.iterate.replay(log)
      #expect(bits(first.values) == bits(second.values))
      if name == "zo-adam" { #expect(bits(first.values) != start) }
    }
  }

  @Test("a run goes on from its log as if it had not stopped", arguments: replayable)
  func resume(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let (first, second) = (
      try Parabola.suited(to: optimizer), try Parabola.suited(to: optimizer)
    )
    let log = try logged(optimizer, 30, first)
    var run = try Run(optimizer, on: second)
    run.iterate.replay(log, to: 22)
    #expect(run.iterate.steps == 22)
    try run.step(8)
    #expect(run.estimates == Array(log.estimates.suffix(8)))
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("takes eleven bytes per step of MeZO")
  func size() throws {
    let log = try logged(make("zo-sgd"), 100, Parabola())
    #expect(log.bytes.count == 13 + 100 * 11)
  }

  @Test("leaves out a step that was not written in full, and refuses what is no log")
  func damaged() throws {
    let log = try logged(make("mezo-gv"), 10, Parabola())
    for cut in [1, 3, 9] {
      let read = try StepLog(decoding: Array(log.bytes.dropLast(cut)))
      #expect(read.count == 9)
      #expect(read.estimates == Array(log.estimates.prefix(9)))
    }
    #expect(throws: InputProblem.self) { try StepLog(decoding: [1, 2, 3]) }
    var broken = log.bytes
    broken[13] = 0xff
    #expect(throws: InputProblem.self) { try StepLog(decoding: broken) }
  }

  /// Each estimate says that there is one beside it.
  @Test("estimates within estimates without end are refused")
  func nested() throws {
    let one: [UInt8] = [8, 0, 0, 0x80, 0x3F, 0, 1]
    let log = Array("ZOSL1".utf8) + [UInt8](repeating: 7, count: 8)
    let deep = log + Array(repeatElement(one, count: 60_000).joined())
    #expect(throws: InputProblem.self) { try StepLog(decoding: deep) }
    // One level is what hybrids have.
    let hybrid = log + one + [0, 0, 0, 0, 0, 0]
    #expect(try StepLog(decoding: hybrid).count == 1)
  }

  @Test("steps that are not an optimizer's are told before any is made")
  func foreign() throws {
    func problem(_ change: (inout Estimate) -> Void) throws -> String? {
      let optimizer = try make("zo-sgd")
      let run = try Run(optimizer, on: Parabola())
      var log = StepLog(root: run.root)
      var estimate = Estimate(
        loss: 1, terms: [DirectionTerm(key: run.root.folding(0), scale: 0.5)])
      change(&estimate)
      log.append(estimate)
      do throws(InputProblem) {
        try run.iterate.check(log)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(try problem { _ in } == nil)
    let part = try problem { $0.terms?[0].part = 3 }
    #expect(part?.contains("step 0: acts on part 3") == true, "\(part ?? "")")
    let anchor = try problem { $0.terms?[0].key = RandomKey(value: 0) }
    #expect(anchor?.contains("way traveled") == true)
    let beside = try problem { $0.beside = [Estimate(loss: 1, terms: [])] }
    #expect(beside?.contains("1 estimates beside it where there are 0") == true)
  }

  @Test("any bytes are read without a trap")
  func anyBytes() throws {
    let log = try logged(make("zo-fo-hybrid-less"), 5, Parabola())
    var numbers = RandomIntegers(RandomKey(seed: 4), .mask)
    for _ in 0..<2000 {
      var bytes = log.bytes
      for _ in 0..<3 {
        bytes[13 + Int(numbers.next() % UInt64(bytes.count - 13))] = UInt8(
          truncatingIfNeeded: numbers.next())
      }
      _ = try? StepLog(decoding: bytes)
    }
  }

  private func make(_ name: String) throws -> Optimizer {
    try OptimizersTests.make(name == "zo-fo-hybrid-less" ? "subzero-plus" : name)
  }

  @Test("keys of queries, purposes and other steps never meet")
  func keys() {
    let root = RandomKey(seed: 0)
    let steps = (0..<50).map { root.folding(UInt64($0)) }
    let queries = steps.flatMap { step in (0..<50).map { ProbeStep(key: step).key(query: $0) } }
    #expect(Set(steps + queries).count == 50 + 2500)
  }
}
