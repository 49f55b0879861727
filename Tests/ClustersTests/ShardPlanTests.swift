import Clusters
import Testing
import Vocabulary

struct ShardPlanTests {
  /// Cells of four sizes, whose FLOPs have nothing to do with their bytes.
  static let entries = (0..<97).map { entry($0, bytes: 1 << (27 + $0 % 4 * 3), flops: flops($0)) }

  private static func flops(_ number: Int) -> Double { Double(1 + number * 37 % 101) * 1e12 }

  private static func entry(_ seed: Int, bytes: Int, flops: Double) -> PlanEntry {
    let cell = Cell(
      model: Component("tiny-opt"), task: Component("mini-sst2"), scheme: Component("ft"),
      optimizer: Component("zo-sgd"))
    let seeded = SeededCell(cell, seed: seed)
    let digest = ContentDigest(of: "same")
    return PlanEntry(
      cell: seeded, identity: Identity(of: seeded, data: digest, model: digest), state: .new,
      training: MemoryProfile(atPeak: AccountBytes([.weights: bytes])),
      evaluation: MemoryProfile(), steps: 1, flops: flops, cost: StepCost())
  }

  @Test(arguments: [1, 2, 3, 7, 20, 97, 150])
  func everyRunIsInOneShard(_ count: Int) {
    let plan = ShardPlan(Self.entries, count: count)
    #expect(plan.parts.map(\.shard.index) == Array(1...count))
    let all = plan.parts.flatMap(\.identities)
    #expect(all.count == 97 && Set(all) == Set(Self.entries.map(\.identity)))
    #expect(plan.parts.filter { $0.identities.isEmpty }.count == max(0, count - 97))
  }

  @Test func theOrderOfTheStudyDoesNotMatter() {
    let (one, other) = (
      ShardPlan(Self.entries, count: 9), ShardPlan(Self.entries.reversed(), count: 9)
    )
    for (a, b) in zip(one.parts, other.parts) {
      #expect(Set(a.identities) == Set(b.identities))
      #expect(a.bytes == b.bytes && a.memoryClass == b.memoryClass)
    }
    // In a shard, the order is the study's.
    let order = Self.entries.map(\.identity)
    for part in one.parts {
      #expect(part.identities == order.filter(part.identities.contains))
    }
  }

  @Test func statesOfADatabaseDoNotMatter() {
    var done = Self.entries
    for index in done.indices where index % 2 == 0 { done[index].state = .done }
    let plans = [Self.entries, done].map { ShardPlan($0, count: 5).parts }
    #expect(plans[0] == plans[1])
  }

  @Test func aShardHasCellsOfAboutTheSameBytes() {
    let bytes = Dictionary(
      Self.entries.map { ($0.identity, $0.forecastBytes) }, uniquingKeysWith: { a, _ in a })
    for part in ShardPlan(Self.entries, count: 12).parts {
      let needs = part.identities.compactMap { bytes[$0] }.map { Double($0 + 1 << 28) }
      #expect((needs.max() ?? 0) <= 2 * (needs.min() ?? 0))
      #expect(part.bytes == part.identities.compactMap { bytes[$0] }.max())
    }
  }

  /// Within a class no shard exceeds the mean by more than one cell.
  @Test(arguments: [4, 12, 30])
  func shardsTakeAboutTheSameTime(_ count: Int) throws {
    let parts = ShardPlan(Self.entries, count: count).parts
    for members in Dictionary(grouping: parts, by: \.memoryClass).values {
      let mean = members.reduce(0) { $0 + $1.flops } / Double(members.count)
      #expect(members.allSatisfy { $0.flops <= mean + 101e12 })
    }
    let mean = parts.reduce(0) { $0 + $1.flops } / Double(count)
    #expect(try #require(parts.map(\.flops).max()) < 2 * mean + 101e12)
  }

  @Test func whatOnlyEvaluatesIsSpread() {
    let entries = (0..<40).map { Self.entry($0, bytes: 1000, flops: 0) }
    let sizes = ShardPlan(entries, count: 8).parts.map(\.identities.count)
    #expect(sizes == Array(repeating: 5, count: 8))
  }

  @Test func nothingIsDividedIntoNothing() {
    #expect(ShardPlan([], count: 3).parts.map(\.identities) == [[], [], []])
  }
}
