import Vocabulary

/// The cells of a study divided into shards that take about the same time, each of cells that need
/// about the same bytes.
///
/// It is a function of the cells' identities and forecasts: the order of the study, the state of
/// any database and the machine do not matter, so every worker computes the same for itself. Cells
/// are put into classes of memory, each of which spans a factor of two; classes get shards by their
/// FLOPs; in a class, the longest cell that is left goes to the shard that has least to do.
package struct ShardPlan: Sendable {
  /// What one shard does.
  package struct Part: Hashable, Codable, Sendable {
    package var shard: Shard
    /// The class of memory, the largest first, from 0.
    package var memoryClass: Int
    package var identities: [Identity] = []
    /// Of the cell that needs most.
    package var bytes = 0
    /// Of all its training steps.
    package var flops = 0.0
  }

  /// As many as were asked for; the last may be empty.
  package let parts: [Part]

  /// What a process needs beside the bytes of a cell, for telling classes apart.
  private static let besides = 1 << 28

  /// - Parameter count: how many shards, at least one.
  package init(_ entries: [PlanEntry], count: Int) {
    var places: [ContentDigest: Int] = [:]
    for (place, entry) in entries.enumerated() { places[entry.identity.digest] = place }
    let items = Self.items(entries)
    let classes = Self.classes(items, most: count)
    var parts: [Part] = []
    for (number, shards) in Self.allotted(count, to: classes).enumerated() {
      for share in Self.divided(classes[number], among: shards) {
        guard let shard = Shard(parts.count + 1, of: count) else { break }
        let identities = share.map(\.identity)
          .sorted { (places[$0.digest] ?? 0) < (places[$1.digest] ?? 0) }
        parts.append(
          Part(
            shard: shard, memoryClass: number, identities: identities,
            bytes: share.map(\.bytes).max() ?? 0, flops: share.reduce(0) { $0 + $1.flops }))
      }
    }
    while let shard = Shard(parts.count + 1, of: count), parts.count < count {
      parts.append(Part(shard: shard, memoryClass: max(classes.count - 1, 0)))
    }
    self.parts = parts
  }

  package subscript(shard: Shard) -> Part { parts[shard.index - 1] }

  /// A cell at a seed, as far as dividing needs it.
  private struct Item {
    var identity: Identity
    var digest: String
    var bytes: Int
    var flops: Double
    /// FLOPs, but never nothing: what only evaluates takes time, too.
    var weight: Double
  }

  /// In an order of their own, that of their digests.
  private static func items(_ entries: [PlanEntry]) -> [Item] {
    let trained = entries.map(\.flops).filter { $0 > 0 }
    let least = trained.isEmpty ? 1 : trained.sorted().reduce(0, +) / Double(trained.count) / 100
    return entries.map {
      Item(
        identity: $0.identity, digest: $0.identity.digest.hex, bytes: $0.forecastBytes,
        flops: $0.flops, weight: max($0.flops, least))
    }.sorted { $0.digest < $1.digest }
  }

  /// At most `most` classes, the largest bytes first.
  private static func classes(_ items: [Item], most: Int) -> [[Item]] {
    let sorted = items.sorted { ($1.bytes, $0.digest) < ($0.bytes, $1.digest) }
    var factor = 2.0
    while true {
      var classes: [[Item]] = []
      for item in sorted {
        let top = Double(classes.last?.first?.bytes ?? 0) + Double(besides)
        if let last = classes.indices.last, Double(item.bytes + besides) * factor >= top {
          classes[last].append(item)
        } else {
          classes.append([item])
        }
      }
      if classes.count <= most { return classes }
      factor *= 2
    }
  }

  /// One shard for each class, and each of the rest for the class whose shards have most to do.
  private static func allotted(_ count: Int, to classes: [[Item]]) -> [Int] {
    let weights = classes.map { $0.reduce(0) { $0 + $1.weight } }
    var shards = classes.map { _ in 1 }
    for _ in 0..<max(0, count - classes.count) {
      let open = classes.indices.filter { shards[$0] < classes[$0].count }
      let next = open.max { weights[$0] / Double(shards[$0]) < weights[$1] / Double(shards[$1]) }
      guard let next else { break }
      shards[next] += 1
    }
    return shards
  }

  /// The longest first, each to the shard that has least to do.
  private static func divided(_ items: [Item], among count: Int) -> [[Item]] {
    var shares: [[Item]] = Array(repeating: [], count: count)
    var loads = Array(repeating: 0.0, count: count)
    for item in items.sorted(by: { ($1.weight, $0.digest) < ($0.weight, $1.digest) }) {
      let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      shares[least].append(item)
      loads[least] += item.weight
    }
    return shares
  }
}
