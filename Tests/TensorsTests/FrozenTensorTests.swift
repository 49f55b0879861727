import Foundation
import Tensors
import Testing
import Vocabulary

/// Parameters that nobody writes: mapped or copied, held once, entered once.
@Suite struct FrozenTensorTests {
  private let directory: TemporaryDirectory
  private static let values: [Float] = [1, -2, 0.5, 3]

  init() throws { directory = try TemporaryDirectory() }

  /// A checkpoint of `a` (f32) whose data begin at a multiple of four, or one byte behind it.
  private func checkpoint(isAligned: Bool = true) throws -> Checkpoint {
    var header = "{\(member("a", "F32", "4", 0, 16))}"
    while (header.utf8.count % 4 == 0) != isAligned { header += " " }
    let head = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let data = Self.values.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    _ = try directory.file("model.safetensors", head + Array(header.utf8) + data)
    return try Checkpoint(directory: directory.url)
  }

  private func frozen(
    _ checkpoint: Checkpoint, _ format: StorageFormat, _ ledger: Ledger
  ) throws -> FrozenTensor {
    let tensor = try checkpoint.requiredTensor(named: "a")
    return try checkpoint.frozen(tensor, as: format, in: ledger)
  }

  private func floats(_ view: WeightView) throws -> [Float] {
    let buffer = try Buffer(floats: view.count, in: .scratch, of: Ledger())
    Kernels.widen(view, into: buffer.floats)
    return buffer.floats.array
  }

  private static let layout: Layout = {
    var layout = Layout()
    layout.add("a", .matrix, rows: 2, columns: 2)
    layout.add("b", .bias, columns: 3)
    return layout
  }()

  @Test func mappedWhenStoredSoAndAligned() throws {
    for (isAligned, format) in [(true, StorageFormat.f32), (false, .f32), (true, .bf16)] {
      let ledger = Ledger()
      let tensor = try frozen(checkpoint(isAligned: isAligned), format, ledger)
      #expect(tensor.isMapped == (isAligned && format == .f32))
      #expect(try floats(tensor.view) == Self.values)
      #expect(!tensor.view.isWritable && !tensor.view.part(1, 2).isWritable)
      #expect(ledger.live == AccountBytes([.weights: 4 * format.byteCount]))
    }
  }

  @Test func goneWithItsLastReader() throws {
    let ledger = Ledger()
    _ = try frozen(checkpoint(), .bf16, ledger).count
    #expect(ledger.live == AccountBytes())
  }

  @Test func theLimitRefusesBothKinds() throws {
    let checkpoint = try checkpoint()
    for format in [StorageFormat.f32, .f16] {
      let ledger = Ledger(limit: 4 * format.byteCount - 1)
      #expect(throws: OutOfMemory.self) { try frozen(checkpoint, format, ledger) }
      #expect(ledger.live == AccountBytes())
    }
  }

  @Test func storesEnterItEachAndTheParentOnce() throws {
    let whole = Ledger()
    let pool = WeightPool(ledger: whole)
    let checkpoint = try checkpoint()
    let key = WeightPool.Key(model: ContentDigest(of: "m"), name: "a", format: .f16)
    func store(_ ledger: Ledger) throws -> ParameterStore {
      let tensor = try pool.tensor(key) { try frozen(checkpoint, .f16, $0) }
      return try ParameterStore(
        Self.layout, owning: [1], frozen: [0: tensor], format: .f16, in: .weights, of: ledger)
    }
    let ledgers = [Ledger(parent: whole), Ledger(parent: whole)]
    let stores = try ledgers.map(store)
    let all = ParameterStore.blueprint(Self.layout, format: .f16, in: .weights).bytes.total
    for (ledger, store) in zip(ledgers, stores) {
      #expect(ledger.live == AccountBytes([.weights: all]))
      #expect(try floats(store.view(Self.layout.slices[0])) == Self.values)
      #expect(!store.owns(Self.layout.slices[0]) && store.owns(Self.layout.slices[1]))
      #expect(store.all.count == 3)
    }
    withExtendedLifetime(stores) {
      #expect(whole.live == AccountBytes([.weights: all + 6]))
    }
  }

  @Test func theParentsLimitCountsForAll() throws {
    let whole = Ledger(limit: 100)
    let first = Ledger(parent: whole)
    let second = Ledger(limit: 60, parent: whole)
    let held = try Buffer(byteCount: 60, in: .data, of: first)
    let refusal = #expect(throws: OutOfMemory.self) {
      _ = try Buffer(byteCount: 41, in: .data, of: second).byteCount
    }
    #expect(refusal?.needed == 101 && refusal?.limit == 100)
    #expect(second.live == AccountBytes() && second.profile == MemoryProfile())
    let size = held.byteCount
    #expect(whole.live.total == size)
  }

  @Test func blocksAreReadFromNames() throws {
    var layout = Layout()
    for name in ["h.11.mlp.c_fc.weight", "model.layers.3.norm.weight", "wte.weight", "0.weight"] {
      layout.add(name, .matrix, columns: 1)
    }
    let blocks = layout.slices.map(\.block)
    #expect(blocks.map { $0?.number } == [11, 3, nil, nil])
    #expect(blocks.map { $0?.stack } == ["h", "model.layers", nil, nil])
  }
}
