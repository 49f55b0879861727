import Synchronization
import Tensors
import Testing
import Vocabulary

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 1000])
  func everyPartIsDoneOnce(_ parts: Int) {
    let sum = Atomic(0)
    let count = Atomic(0)
    for _ in 0..<50 {
      Parallel.forEach(parts) { part in
        sum.wrappingAdd(part, ordering: .relaxed)
        count.wrappingAdd(1, ordering: .relaxed)
      }
    }
    #expect(count.load(ordering: .relaxed) == 50 * parts)
    #expect(sum.load(ordering: .relaxed) == 50 * parts * (parts - 1) / 2)
  }

  /// No two threads have one place at once, and every part is done.
  @Test(arguments: [(1, 1), (7, 2), (1000, 3), (5, 9)])
  func aPlaceBelongsToOneThread(_ parts: Int, _ places: Int) {
    let before = Parallel.threads
    Parallel.setThreads(4)
    defer { Parallel.setThreads(before) }
    let busy = Mutex([Bool](repeating: false, count: places))
    let done = Atomic(0)
    for _ in 0..<20 {
      Parallel.forEach(parts, places: places) { _, place in
        #expect(busy.withLock { $0[place].swapped(with: true) } == false)
        done.wrappingAdd(1, ordering: .relaxed)
        busy.withLock { $0[place] = false }
      }
    }
    #expect(done.load(ordering: .relaxed) == 20 * parts)
  }

  @Test func aPartMayDivideItsOwnWork() {
    let count = Atomic(0)
    Parallel.forEach(6) { _ in
      Parallel.forEach(5) { _ in count.wrappingAdd(1, ordering: .relaxed) }
    }
    #expect(count.load(ordering: .relaxed) == 30)
  }

  @Test(arguments: [0, 1, 99, 100, 101, 1000])
  func runsCoverEverything(_ count: Int) {
    let covered = Mutex([Int](repeating: 0, count: count))
    Parallel.forEachRun(of: count, grain: 100) { first, number in
      covered.withLock { for index in first..<first + number { $0[index] += 1 } }
    }
    #expect(covered.withLock { $0.allSatisfy { $0 == 1 } })
  }

  /// Long enough that every kernel below is divided, and not in whole runs.
  @Test func kernelsGiveTheSameOnAnyNumberOfThreads() throws {
    func results() throws -> [Float] {
      let count = 5 * Parallel.grain + 77
      let buffer = try Buffer(floats: 2 * count, in: .scratch, of: Ledger())
      let (x, y) = (buffer.floats.part(0, count), buffer.floats.part(count, count))
      Kernels.addDirection(.gaussian, 0.5, key: RandomKey(seed: 3), tensor: 1, start: 5, to: x)
      Kernels.addDirection(.rademacher, 2, key: RandomKey(seed: 4), tensor: 0, start: 0, to: y)
      Kernels.activate(.gelu, x, into: x)
      Kernels.add(0.3, times: x, to: y)
      Kernels.multiply(x, y, into: x)
      return x.array + y.array
    }
    let before = Parallel.threads
    defer { Parallel.setThreads(before) }
    Parallel.setThreads(1)
    let one = try results()
    Parallel.setThreads(3)
    #expect(try results() == one)
  }
}

extension Bool {
  /// Sets the value and returns what it was.
  fileprivate mutating func swapped(with value: Bool) -> Bool {
    defer { self = value }
    return self
  }
}
