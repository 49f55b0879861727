import CKernels

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
