import Tensors

/// Which values of a forward pass a backward pass computes again instead of keeping them.
///
/// The forward nodes are divided into segments where little is alive between two nodes, as between
/// the layers of a model. Of each segment but the last, the backward pass keeps what the next ones
/// read, and computes the rest again from that when it comes to the segment: by the same operations
/// on the same numbers, so that every gradient has the bits that it has without.
struct Recomputation {
  /// The first node of each segment, in order; the first is 0.
  private(set) var starts: [Int] = [0]
  /// Per segment: its nodes that are computed again, in order.
  private(set) var again: [[Int]] = [[]]

  /// - Parameters:
  ///   - used: for each node of the forward graph, the forward nodes that its gradient rule reads.
  ///   - graph: has the forward nodes first.
  init(of graph: Graph, used: [[Int]]) {
    let sizes = used.indices.map { index -> Int in
      guard case .arena = graph.nodes[index].storage else { return 0 }
      return graph.nodes[index].shape.count(Self.usual)
    }
    let kept = Set(used.joined())
    starts = Self.starts(sizes, graph, kept: kept)
    again = starts.indices.map { segment in
      guard segment < starts.count - 1 else { return [] }
      let range = starts[segment]..<starts[segment + 1]
      return Self.closure(of: Set(used[range].joined()), in: range, graph)
    }
  }

  /// The segment that a node belongs to.
  func segment(of index: Int) -> Int { (starts.firstIndex { $0 > index } ?? starts.count) - 1 }

  /// A batch by which values are compared, since a graph is divided before there is one.
  private static let usual: Extents = {
    var extents = Extents()
    (extents.tokens, extents.segments, extents.examples) = (512, 24, 8)
    (extents.scored, extents.picks, extents.options) = (16, 16, 16)
    return extents
  }()

  /// So many segments that what is kept between them is as much as what one of them keeps inside,
  /// each beginning where the least is alive.
  private static func starts(_ sizes: [Int], _ graph: Graph, kept: Set<Int>) -> [Int] {
    var before = [0]
    for index in sizes.indices {
      before.append(before[index] + (kept.contains(index) ? sizes[index] : 0))
    }
    let total = before[sizes.count]
    let alive = alive(sizes, graph)
    let middle = sizes.indices.filter { 10 * before[$0] > total && 10 * before[$0] < 9 * total }
    guard let least = middle.map({ alive[$0] }).min(), least > 0 else { return [0] }
    let count = max(1, Int((Double(total) / Double(least)).squareRoot().rounded()))
    let places = (1..<max(count, 1)).compactMap { number -> Int? in
      let aim = total * number / count
      return middle.filter { 2 * count * abs(before[$0] - aim) <= total }
        .min { (alive[$0], abs(before[$0] - aim)) < (alive[$1], abs(before[$1] - aim)) }
    }
    return [0] + Set(places).sorted()
  }

  /// Before each node: floats of values that it or a later one reads.
  private static func alive(_ sizes: [Int], _ graph: Graph) -> [Int] {
    var last = Array(sizes.indices)
    for index in sizes.indices {
      for input in graph.inputs(of: NodeID(index: index)) {
        last[input.index] = max(last[input.index], index)
      }
    }
    var change = [Int](repeating: 0, count: sizes.count + 1)
    for index in sizes.indices where last[index] > index {
      change[index + 1] += sizes[index]
      change[last[index] + 1] -= sizes[index]
    }
    var sum = 0
    return change.dropLast().map {
      sum += $0
      return sum
    }
  }

  /// What of a segment must be computed so that the wanted nodes of it are there.
  private static func closure(
    of wanted: Set<Int>, in range: Range<Int>, _ graph: Graph
  ) -> [Int] {
    var found: Set<Int> = []
    for index in range.reversed() where wanted.contains(index) || found.contains(index) {
      guard case .operation(_, let inputs) = graph.nodes[index].source else { continue }
      found.insert(index)
      found.formUnion(inputs.map(\.index).filter(range.contains))
    }
    return found.sorted().filter {
      if case .operation = graph.nodes[$0].source { return true }
      return false
    }
  }
}
