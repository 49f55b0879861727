import Foundation
import Synchronization
import Tensors

/// Threads of this process as the processes of a group.
final class ThreadGroup: Sendable {
  private struct State {
    var round = 0
    var given: [Int: [UInt8]] = [:]
    /// What everyone gave in the last round that was complete.
    var complete: [[UInt8]] = []
  }

  /// One of the threads.
  final class Member: ProcessGroup {
    let rank: Int
    private let group: ThreadGroup

    init(_ rank: Int, of group: ThreadGroup) { (self.rank, self.group) = (rank, group) }

    var size: Int { group.size }

    func gather(_ own: [Float]) -> [Float] {
      let bytes = own.flatMap { value in
        withUnsafeBytes(of: value.bitPattern) { Array($0) }
      }
      return group.exchange(bytes, rank: rank).flatMap { bytes in
        stride(from: 0, to: bytes.count, by: 4).map { start in
          Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
        }
      }
    }

    func sum(_ values: FloatView) {
      let all = gather(values.array)
      let sums = (0..<values.count).map { place in
        (0..<size).reduce(Float(0)) { $0 + all[$1 * values.count + place] }
      }
      values.copy(from: sums)
    }

    func broadcast(_ bytes: [UInt8]) -> [UInt8] { group.exchange(bytes, rank: rank)[0] }
    func leave() {}
  }

  let size: Int
  private let state = Mutex(State())

  init(_ size: Int) { self.size = size }

  /// What everyone gives, once all have given.
  private func exchange(_ own: [UInt8], rank: Int) -> [[UInt8]] {
    let round = state.withLock { state in
      let round = state.round
      state.given[rank] = own
      if state.given.count == size {
        state.complete = (0..<size).map { state.given[$0] ?? [] }
        state.given = [:]
        state.round += 1
      }
      return round
    }
    while state.withLock({ $0.round == round }) { usleep(50) }
    return state.withLock { $0.complete }
  }

  /// What each member's body gives, in the order of ranks.
  static func run<Value: Sendable>(
    _ size: Int, _ body: @escaping @Sendable (Member) throws -> Value
  ) throws -> [Value] {
    let group = ThreadGroup(size)
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    let threads = DispatchGroup()
    for rank in 0..<size {
      threads.enter()
      let thread = Thread {
        let result = Result { try body(Member(rank, of: group)) }
        results.withLock { $0[rank] = result }
        threads.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    threads.wait()
    return try results.withLock { results in
      try (0..<size).compactMap { try results[$0]?.get() }
    }
  }
}
