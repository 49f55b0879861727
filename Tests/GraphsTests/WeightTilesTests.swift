import Graphs
import Tensors
import Testing
import Vocabulary

/// Large linear layers are worked on in tiles; none of their numbers knows of it.
@Suite struct WeightTilesTests {
  private static let (one, two) = (RandomKey(seed: 31), RandomKey(seed: 32))
  /// Lanes along one key, along several, and one that is not displaced.
  private static let probes: [[Displacement]] = [
    [.along(one, by: 0.01), .along(one, by: -0.01)],
    [.along(one, by: 0.01), .none, .along(two, by: 0.02)],
    [.none],
  ]

  /// 128 inputs of 300 tokens; a last tile that is not a whole one, whole ones alone, and more than
  /// there are places.
  private static func subject(out: Int) -> OperationCase {
    var batch = Batch()
    batch.tokens = (0..<300).map { Int32($0 % 5) }
    batch.positions = (0..<300).map { Int32($0) }
    batch.segments = [Segment(queries: Span32(0, 300))]
    return OperationCase(
      name: "Linear of \(out)",
      parameters: [("x", .embedding, 5, 128), ("w", .matrix, out, 128), ("b", .bias, 1, out)],
      batch: batch,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        return graph.add(Linear(), x, graph.parameter("w"), graph.parameter("b"))
      }, reference: { _ in [] })
  }

  private static func outputs(
    _ bench: Bench, _ probes: [Displacement], _ compute: Compute, threads: Int,
    _ distribution: any DirectionDistribution = DenseDirections()
  ) throws -> [[Float]] {
    let before = Parallel.threads
    Parallel.setThreads(threads)
    defer { Parallel.setThreads(before) }
    let program = bench.programs[0].program
    let executor = try bench.executor(
      program,
      Program.Setting(
        lanes: probes.count, displaced: true, format: bench.weights.format, compute: compute))
    executor.distribution = distribution
    executor.load(bench.subject.batch)
    executor.run(at: probes)
    return probes.indices.map { executor.value(program.outputs[0], lane: $0).array }
  }

  @Test(arguments: [280, 384, 1000], [StorageFormat.f32, .bf16, .int8])
  func bitsAreThoseOfOneThread(_ out: Int, _ format: StorageFormat) throws {
    let bench = try Bench(Self.subject(out: out), format: format)
    for compute in Compute.allCases where (try? compute.check()) != nil {
      for probes in Self.probes {
        let alone = try Self.outputs(bench, probes, compute, threads: 1)
        for threads in [2, 4, 9] {
          let together = try Self.outputs(bench, probes, compute, threads: threads)
          #expect(together == alone, "\(compute), \(probes.count) lanes, \(threads) threads")
        }
      }
    }
  }

  /// Every lane has the values that it would have alone.
  @Test func lanesAreLanesAlone() throws {
    let bench = try Bench(Self.subject(out: 1000))
    for probes in Self.probes {
      let together = try Self.outputs(bench, probes, .f32, threads: 3)
      let alone = try probes.flatMap { try Self.outputs(bench, [$0], .f32, threads: 3) }
      #expect(together == alone, "\(probes.count) lanes")
    }
  }

  /// Directions that only one thread can make are read panel by panel, and are the same.
  @Test func directionsOfOneThreadAreTheSame() throws {
    let bench = try Bench(Self.subject(out: 1000))
    let tiled = try Self.outputs(bench, Self.probes[0], .f32, threads: 3)
    let panels = try Self.outputs(bench, Self.probes[0], .f32, threads: 3, Cautious())
    for (a, b) in zip(tiled, panels) {
      #expect(relativeError(a, b.map(Double.init)) < 4e-6)
    }
  }

  /// Dense directions that do not promise to be made by several threads at once.
  private struct Cautious: DirectionDistribution {
    func add(
      _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
    ) {
      DenseDirections().add(scale, key: key, to: chunk, of: slice, from: start)
    }
    func isZero(in slice: Slice) -> Bool { false }
  }
}
