import Tensors
import Testing
import Vocabulary

/// Every byte is entered when it comes and struck when it goes.
@Suite struct LedgerTests {
  private func hold(_ bytes: Int, _ account: Account, _ ledger: Ledger) throws {
    let buffer = try Buffer(byteCount: bytes, in: account, of: ledger)
    let size = buffer.byteCount
    #expect(ledger.live[account] >= size)
  }

  @Test func buffersAreCreditedAndDebited() throws {
    let ledger = Ledger()
    try hold(100, .weights, ledger)
    #expect(ledger.live == AccountBytes())
    #expect(ledger.profile.peaks[.weights] == 100)
  }

  @Test func jointPeakIsNotTheSumOfOwnPeaks() throws {
    let ledger = Ledger()
    try hold(100, .weights, ledger)
    let kept = try Buffer(byteCount: 30, in: .data, of: ledger)
    try hold(60, .scratch, ledger)
    #expect(ledger.profile.peakBytes == 100)
    #expect(ledger.profile.atPeak == AccountBytes([.weights: 100]))
    #expect(ledger.profile.peaks == AccountBytes([.weights: 100, .data: 30, .scratch: 60]))
    #expect(ledger.live == AccountBytes([.data: 30]))
    ledger.restart()
    let size = kept.byteCount
    #expect(ledger.profile.peakBytes == size)
  }

  @Test func theLimitIsReachedButNotPassed() throws {
    let ledger = Ledger(limit: 64)
    try hold(64, .weights, ledger)
    let first = #expect(throws: OutOfMemory.self) { try hold(65, .weights, ledger) }
    #expect(first?.needed == 65 && first?.limit == 64)
    let kept = try Buffer(byteCount: 40, in: .data, of: ledger)
    let second = #expect(throws: OutOfMemory.self) { try hold(25, .weights, ledger) }
    #expect(second?.needed == 65 && second?.limit == 64)
    let size = kept.byteCount
    #expect(ledger.live.total == size)
  }

  @Test func storesTakeWhatTheySay() throws {
    var layout = Layout()
    layout.add("a", .matrix, rows: 3, columns: 5)
    layout.add("b", .bias, columns: 4)
    for format in StorageFormat.allCases {
      let ledger = Ledger()
      let store = try ParameterStore(layout, format: format, in: .adapters, of: ledger)
      let bytes = ParameterStore.blueprint(store.layout, format: format, in: .weights).bytes.total
      // 15 integers of one or half a byte, up to a multiple of four, and a scale for each row.
      let wanted =
        switch format {
        case .f32: 4 * 19
        case .bf16, .f16: 2 * 19
        case .int8: 16 + 4 * 3 + 4 * 4
        case .int4: 8 + 4 * 3 + 4 * 4
        }
      #expect(bytes == wanted)
      withExtendedLifetime(store) {
        #expect(ledger.live == AccountBytes([.adapters: bytes]))
      }
    }
  }
}
