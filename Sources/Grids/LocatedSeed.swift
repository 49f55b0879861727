/// A seed and where it is written.
struct LocatedSeed: Hashable, Sendable {
  var seed: Int
  var place: GridPlace
}
