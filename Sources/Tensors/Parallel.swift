import CKernels

/// Parts of one computation on several threads.
///
/// One computation at a time has the threads: another one, or a part of the first, is done by its
/// caller alone. What is computed is the same, to the bit, on any number of threads as long as the
/// parts do not depend on it.
package enum Parallel {
  /// Threads that a computation may use, its caller's included; at first one per processor.
  package static var threads: Int { Int(zo_threads()) }

  /// Sets how many threads a computation may use.
  package static func setThreads(_ threads: Int) {
    zo_set_threads(Int32(clamping: threads))
  }

  private struct Work {
    let body: (Int, Int) -> Void
  }

  /// Calls `body` with every number below `parts`, on several threads at once, and waits.
  ///
  /// No part may write what another one reads or writes.
  package static func forEach(_ parts: Int, _ body: (Int) -> Void) {
    forEach(parts, places: parts) { part, _ in body(part) }
  }

  /// Calls `body` with every number below `parts` and a place below `places` that no other thread
  /// has meanwhile: whatever a thread needs of its own lies there.
  ///
  /// A thread does neighboring parts one after another, as far as others leave them to it.
  package static func forEach(
    _ parts: Int, places: Int, _ body: (_ part: Int, _ place: Int) -> Void
  ) {
    guard min(parts, places) > 1, threads > 1 else {
      for part in 0..<max(parts, 0) { body(part, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var work = Work(body: body)
      unsafe withUnsafeMutablePointer(to: &work) { work in
        unsafe zo_parallel(
          parts, places,
          { context, part, place in
            guard let work = unsafe context?.assumingMemoryBound(to: Work.self) else { return }
            unsafe work.pointee.body(part, place)
          }, work)
      }
    }
  }

  /// Elements below which threads cost more than they save: some microseconds of work.
  package static let grain = 1 << 14

  /// Calls `body` with runs of elements (first, number) that cover `count`, of `grain` or less.
  ///
  /// Runs begin at multiples of the grain, so they do not depend on the number of threads.
  package static func forEachRun(
    of count: Int, grain: Int = Parallel.grain, _ body: (Int, Int) -> Void
  ) {
    guard count > grain, threads > 1 else {
      if count > 0 { body(0, count) }
      return
    }
    forEach((count + grain - 1) / grain) { run in
      body(run * grain, min(grain, count - run * grain))
    }
  }

  /// As `forEachRun`, of whole rows.
  static func forEachRows(
    of rows: Int, columns: Int, _ body: (Int, Int) -> Void
  ) {
    forEachRun(of: rows, grain: max(1, grain / max(columns, 1)), body)
  }
}
