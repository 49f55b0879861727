import Graphs
import Tensors
import Testing
import Vocabulary

/// Attention that goes on from cached tokens is attention to the whole sequence.
@Suite struct CacheTests {
  /// Two sequences through attention; some with a prefix of two keys and values.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var attention: Attention

    init(_ name: String, _ attention: Attention, prefix: Int = 0) {
      testDescription = name
      self.attention = attention
      self.attention.prefix = prefix
    }

    var layout: Layout {
      let (wide, narrow) = (
        attention.heads * attention.dimension, attention.keyHeads * attention.dimension
      )
      var layout = Layout()
      layout.add("x", .embedding, rows: 5, columns: wide)
      layout.add("k", .matrix, rows: narrow, columns: wide)
      layout.add("v", .matrix, rows: narrow, columns: wide)
      layout.add("prefix k", .matrix, rows: 2, columns: narrow)
      layout.add("prefix v", .matrix, rows: 2, columns: narrow)
      return layout
    }

    /// Two layers, so that a cache has two places.
    var graph: (graph: Graph, result: NodeID) {
      var graph = Graph(layout)
      var x = graph.add(Embedding(.token), graph.parameter("x"))
      for _ in 0..<2 {
        var inputs = [
          x, graph.add(Linear(), x, graph.parameter("k")),
          graph.add(Linear(), x, graph.parameter("v")),
        ]
        if attention.prefix > 0 {
          inputs += ["prefix k", "prefix v"].map {
            graph.add(ParameterValue(), graph.parameter($0))
          }
        }
        x = graph.add(attention, inputs)
      }
      return (graph, x)
    }
  }

  static let cases = [
    Case("causal", Attention(heads: 2, dimension: 5, causal: true)),
    Case("grouped", Attention(heads: 4, keyHeads: 2, dimension: 3, causal: true)),
    Case("window", Attention(heads: 2, dimension: 4, causal: true, window: 3)),
    Case("prefix", Attention(heads: 2, dimension: 4, causal: true), prefix: 2),
    Case(
      "prefix, groups, window",
      Attention(heads: 4, keyHeads: 2, dimension: 3, causal: true, window: 4), prefix: 2),
  ]
  private static let sequences: [[Int32]] = [[3, 0, 4, 1, 2, 2, 0], [1, 4, 0, 3]]

  /// Tokens `from ..< to` of the sequences that reach so far; all are in the cache before.
  private static func batch(_ from: Int, _ to: Int, cached: Bool = true) -> Batch {
    var batch = Batch()
    for (number, sequence) in sequences.enumerated() where from < sequence.count {
      let own = sequence[from..<min(to, sequence.count)]
      let context = cached ? Span32(number * 7, from) : Span32(0, 0)
      batch.segments.append(
        Segment(queries: Span32(batch.tokens.count, own.count), context: context))
      batch.tokens += own
      batch.positions += own.indices.map(Int32.init)
    }
    return batch
  }

  private static let steps = [(0, 3), (3, 4), (4, 6), (6, 7)].map { batch($0.0, $0.1) }
  private static let capacity = steps.reduce(Extents()) { $0.union($1.extents) }

  private func weights(_ subject: Case, _ ledger: Ledger) throws -> ParameterStore {
    let store = try ParameterStore(subject.layout, in: .weights, of: ledger)
    let values = try #require(store.all.floats)
    for slice in subject.layout.slices {
      DenseDirections().add(
        1, key: RandomKey(seed: 5), to: values.part(slice.offset, slice.count), of: slice, from: 0)
    }
    return store
  }

  @Test(arguments: cases)
  func stepsGiveWhatTheWholeGives(_ subject: Case) throws {
    let ledger = Ledger()
    let store = try weights(subject, ledger)
    let (graph, result) = subject.graph
    let all = Self.batch(0, 7, cached: false)
    let whole = try Executor(
      Program(graph, outputs: [result]), .init(), weights: store, capacity: all.extents,
      ledger: ledger)
    whole.load(all)
    whole.run()
    let width = subject.attention.heads * subject.attention.dimension
    let expected = whole.value(result).array
    let cached = try #require(CachedGraph(graph))
    let executor = try Executor(
      Program(cached, outputs: [result]), .init(cacheRows: 11), weights: store,
      capacity: Self.capacity, ledger: ledger)
    var found = [Float](repeating: .nan, count: expected.count)
    for step in Self.steps {
      executor.load(step)
      executor.run()
      let rows = executor.value(result).array
      for segment in step.segments {
        let sequence = Int(segment.context.start) / 7 * 7
        for query in 0..<Int(segment.queries.count) {
          let from = (Int(segment.queries.start) + query) * width
          let to = (sequence + Int(segment.context.count) + query) * width
          found.replaceSubrange(to..<to + width, with: rows[from..<from + width])
        }
      }
    }
    #expect(relativeError(found, expected.map(Double.init)) < 2e-6)
  }

  @Test(arguments: cases)
  func bytesAndArithmeticAreForecastExactly(_ subject: Case) throws {
    let ledger = Ledger()
    let store = try weights(subject, ledger)
    let (graph, result) = subject.graph
    let program = Program(try #require(CachedGraph(graph)), outputs: [result])
    let setting = Program.Setting(cacheRows: 11)
    let expected = ledger.live + program.memory(setting, capacity: Self.capacity)
    let executor = try Executor(
      program, setting, weights: store, capacity: Self.capacity, ledger: ledger)
    #expect(ledger.live == expected)
    let bare = program.memory(.init(), capacity: Self.capacity)
    let keys = subject.attention.keyHeads * subject.attention.dimension
    #expect(
      program.memory(setting, capacity: Self.capacity).total - bare.total == 2 * 2 * 11 * 4 * keys)
    for step in Self.steps {
      executor.load(step)
      executor.run()
    }
    #expect(
      executor.flops == Self.steps.reduce(0) { $0 + program.graph.flops($1.extents) })
  }

  @Test func attentionToLaterTokensCannotBeCached() {
    let both = Case("both ways", Attention(heads: 2, dimension: 5, causal: false))
    #expect(CachedGraph(both.graph.graph) == nil)
  }
}
