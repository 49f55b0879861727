import Models
import Schemes
import Tensors
import Vocabulary

/// Reads how far a trial's weights are from where they began, without a second copy of them.
///
/// A parameter of the model is read from the checkpoint again, one at a time, as it was loaded into
/// the run's storage format; what it takes is in the ledger and the forecast. A scheme's own
/// parameters, whose first values may have come from a pass, wait in a file without a name.
struct DriftReading {
  private let resolution: Resolution
  private let adapters: Snapshot?

  private static let pieceFloats = 4096

  /// - Parameter weights: those of a trial that has made no step.
  /// - Throws: the directory of temporary files, where it cannot be written.
  init(_ resolution: Resolution, _ weights: ParameterStore) throws(InputProblem) {
    self.resolution = resolution
    adapters = resolution.network.adapters.isEmpty ? nil : Snapshot()
    try adapters?.take(weights.blocks.suffix(1))
  }

  /// How far the weights are from their start.
  ///
  /// - Throws: a checkpoint that cannot be read any more, and `OutOfMemory`.
  func drift(of weights: ParameterStore, ledger: Ledger) throws -> Drift {
    let pieces = try Self.pieces.build(ledger)
    var parts: [String: Drift.Part] = [:]
    func add(_ slice: Slice, _ start: ParameterStore) {
      let kind = resolution.network.adapters[slice.index] == nil ? slice.kind.rawValue : "adapter"
      parts[kind, default: Drift.Part(kind: kind)].add(
        weights.view(slice), start.view(slice), pieces.floats("now"), pieces.floats("then"))
    }
    for slice in Self.own(resolution) {
      let start = try ParameterStore(
        resolution.layout, owning: [slice.index], format: resolution.format, in: .scratch,
        of: ledger)
      try resolution.model.load(into: start)
      add(slice, start)
    }
    if let adapters {
      let start = try ParameterStore(
        resolution.layout, owning: [], adapters: Set(resolution.network.adapters.keys),
        format: resolution.format, in: .scratch, of: ledger)
      try adapters.restore(start)
      for slice in Self.trained(resolution) where resolution.network.adapters[slice.index] != nil {
        add(slice, start)
      }
    }
    return Drift(parts.values.map(\.rooted).sorted { $0.kind < $1.kind })
  }
}

extension DriftReading {
  private static let pieces: Blueprint = [
    .floats("now", pieceFloats, .scratch), .floats("then", pieceFloats, .scratch),
  ]

  private static func trained(_ resolution: Resolution) -> [Slice] {
    resolution.layout.slices.filter { resolution.trainable.contains($0.index) }
  }

  /// What is trained of the model itself.
  private static func own(_ resolution: Resolution) -> [Slice] {
    trained(resolution).filter { resolution.network.adapters[$0.index] == nil }
  }

  /// What a reading takes beside what is held: of the largest parameter, then of the scheme's own.
  static func phases(_ resolution: Resolution) -> [AccountBytes] {
    let (layout, format) = (resolution.layout, resolution.format)
    let largest = own(resolution).max { format.byteCount(of: $0) < format.byteCount(of: $1) }
    var starts = [Blueprint]()
    if let largest {
      starts.append(
        ParameterStore.blueprint(layout, owning: [largest.index], format: format, in: .scratch))
    }
    if !resolution.network.adapters.isEmpty {
      starts.append(
        ParameterStore.blueprint(
          layout, owning: [], adapters: Set(resolution.network.adapters.keys), format: format,
          in: .scratch))
    }
    return starts.map { ($0 + pieces).bytes }
  }
}

extension Drift.Part {
  /// Nothing yet; lengths are sums of squares until all is added.
  fileprivate init(kind: String) {
    self.init(kind: kind, distance: 0, start: 0, elements: 0, changed: 0)
  }

  fileprivate mutating func add(
    _ now: WeightView, _ then: WeightView, _ nowRoom: FloatView, _ thenRoom: FloatView
  ) {
    elements += now.count
    for begin in stride(from: 0, to: now.count, by: nowRoom.count) {
      let count = min(nowRoom.count, now.count - begin)
      let (a, b) = (nowRoom.part(0, count), thenRoom.part(0, count))
      Kernels.widen(now.part(begin, count), into: a)
      Kernels.widen(then.part(begin, count), into: b)
      start += Kernels.sumOfSquares(b)
      changed += (0..<count).count { a[$0] != b[$0] }
      Kernels.add(-1, times: b, to: a)
      distance += Kernels.sumOfSquares(a)
    }
  }

  fileprivate var rooted: Drift.Part {
    var part = self
    (part.distance, part.start) = (distance.squareRoot(), start.squareRoot())
    return part
  }
}
