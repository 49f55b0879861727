import CKernels

/// Processes that make the same steps together, each with all weights.
///
/// Everyone calls the same functions in the same order.
package protocol ProcessGroup: AnyObject, Sendable {
  /// This process among the others: 0 to `size - 1`.
  var rank: Int { get }
  /// How many there are.
  var size: Int { get }
  /// The floats of everyone, in the order of ranks; all give the same number of them.
  func gather(_ own: [Float]) -> [Float]
  /// Replaces values by their sums over processes: the same bits everywhere, summed in an order
  /// that depends on nothing but the number of processes.
  func sum(_ values: FloatView)
  /// The bytes of rank 0.
  func broadcast(_ bytes: [UInt8]) -> [UInt8]
  /// Leaves when the others do.
  func leave()
}

extension ProcessGroup {
  /// The part of `count` things that is this process's; the parts of all cover them, in order, and
  /// none is larger than that of rank 0.
  package func share(of count: Int) -> Range<Int> { share(of: count, rank: rank) }

  /// The part of `count` things that a process has.
  package func share(of count: Int, rank: Int) -> Range<Int> {
    (count * rank + size - 1) / size..<(count * (rank + 1) + size - 1) / size
  }

  /// Everyone's part of `count` rows of `width` floats, put together.
  ///
  /// - Parameter own: this process's rows: as many as `share` says.
  package func gather(rows own: [Float], of count: Int, width: Int = 1) -> [Float] {
    precondition(own.count == share(of: count).count * width, "not this process's share")
    let most = (count + size - 1) / size * width
    let padded = own + [Float](repeating: 0, count: most - own.count)
    let all = gather(padded)
    return (0..<size).flatMap { rank in
      all[rank * most..<rank * most + share(of: count, rank: rank).count * width]
    }
  }
}

/// The processes that `mpirun` or `srun` started together, by an MPI library that is loaded when it
/// is asked for; no build needs one.
///
/// Open MPI is what it is tested with; MPICH and its relatives share one binary interface, which it
/// also knows. `ZOBENCH_MPI` names another library. What MPI itself finds wrong, such as a process
/// that is gone, ends all processes, as is MPI's default.
package final class MessagePassing: ProcessGroup {
  package let rank: Int
  package let size: Int
  /// What the library says of itself, such as `Open MPI v4.1.4`.
  package let version: String

  /// Why there is no message passing.
  package enum Absence: Int32, Error {
    case noLibrary = 1
    case unknownLibrary = 2
    case failed = 3
  }

  /// Whether a launcher started several processes, by the variables that it sets.
  package static func isLaunched(_ environment: [String: String]) -> Bool {
    func number(_ name: String) -> Int { environment[name].flatMap { Int($0) } ?? 1 }
    if number("OMPI_COMM_WORLD_SIZE") > 1 || number("PMI_SIZE") > 1 { return true }
    return environment["PMIX_RANK"] != nil && number("SLURM_NTASKS") > 1
  }

  /// Joins the others; once per process.
  package init() throws(Absence) {
    if let absence = Absence(rawValue: zo_mpi_join()) { throw absence }
    rank = Int(zo_mpi_rank())
    size = Int(zo_mpi_size())
    version = unsafe String(cString: zo_mpi_version())
  }

  package func gather(_ own: [Float]) -> [Float] {
    var all = [Float](repeating: 0, count: own.count * size)
    let status = unsafe own.withUnsafeBufferPointer { own in
      unsafe all.withUnsafeMutableBufferPointer { all in
        unsafe zo_mpi_gather(own.baseAddress, own.count, all.baseAddress)
      }
    }
    precondition(status == 0, "MPI error \(status)")
    return all
  }

  package func sum(_ values: FloatView) {
    let status = unsafe zo_mpi_sum(values.base, values.count)
    precondition(status == 0, "MPI error \(status)")
  }

  package func broadcast(_ bytes: [UInt8]) -> [UInt8] {
    var count = [UInt64(bytes.count)]
    send(&count)
    var all = rank == 0 ? bytes : [UInt8](repeating: 0, count: Int(count[0]))
    send(&all)
    return all
  }

  private func send<Element: BitwiseCopyable>(_ values: inout [Element]) {
    let status = unsafe values.withUnsafeMutableBytes { bytes in
      unsafe zo_mpi_broadcast(bytes.baseAddress, bytes.count)
    }
    precondition(status == 0, "MPI error \(status)")
  }

  /// Leaves; waits until the others leave, too.
  package func leave() { _ = zo_mpi_leave() }
}
