/// Where the examples of a part of a generated task come from.
struct MiniSource {
  var seed: UInt64
  var zone: Zone
  var count: Int

  init(_ part: SourcePart) {
    switch part {
    case .train: (seed, zone, count) = (2, .train, 2000)
    case .validation: (seed, zone, count) = (3, .heldOut, 1000)
    }
  }
}
