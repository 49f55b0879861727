import Dispatch
import Synchronization
import Testing
import Training
import Vocabulary

struct MemoTests {
  /// However many ask at once, a value is made once per key, and all get that one.
  @Test func valuesAreMadeOncePerKey() {
    let memo = Memo<Int, Int, Never>()
    let made = Atomic(0)
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      let value = memo.value(number % 3) {
        made.wrappingAdd(1, ordering: .relaxed)
        return 10 * (number % 3)
      }
      if value != 10 * (number % 3) { wrong.wrappingAdd(1, ordering: .relaxed) }
    }
    #expect(made.load(ordering: .relaxed) == 3)
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  @Test func failuresAreRemembered() {
    let memo = Memo<String, Int, InputProblem>()
    var asked = 0
    for _ in 0..<3 {
      #expect(throws: InputProblem(at: "a", "b")) {
        try memo.value("key") { () throws(InputProblem) in
          asked += 1
          throw InputProblem(at: "a", "b")
        }
      }
    }
    #expect(asked == 1)
    #expect(throws: Never.self) { try memo.value("other") { 1 } }
  }
}
