import Dispatch
import Storage
import Synchronization
import Testing
import Vocabulary

struct ConcurrencyTests {
  private static let threads = 4
  private static let runs = 12

  @Test func fourWritersStoreEveryRunOnce() throws {
    let scratch = try Scratch()
    let problems = Mutex<[String]>([])
    let claims = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: Self.threads) { thread in
      do {
        let store = try scratch.store()
        for run in 0..<Self.runs {
          // Every seed is wanted by all threads, each starting elsewhere.
          let cell = seededCell((run + 3 * thread) % Self.runs)
          guard try store.claim(cell, identity(of: cell), machine: machine) else { continue }
          claims.withLock { $0 += 1 }
          try store.record(trial: trial(), index: 0, of: identity(of: cell))
          try store.record(result(cell))
        }
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { $0 } == [])
    #expect(claims.withLock { $0 } == Self.runs)
    let stored = try scratch.store(.readOnly).results()
    #expect(stored.map(\.cell.seed).sorted() == Array(0..<Self.runs))
    #expect(stored.allSatisfy { $0 == result($0.cell) })
  }

  @Test func oneStoreServesManyThreads() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 40) { seed in
      do { try store.record(result(seededCell(seed))) } catch { failures.withLock { $0 += 1 } }
    }
    #expect(failures.withLock { $0 } == 0)
    #expect(try store.results().count == 40)
  }
}
