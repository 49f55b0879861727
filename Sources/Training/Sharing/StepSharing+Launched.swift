import Foundation
import Tensors
import Vocabulary

extension StepSharing {
  /// The processes that `mpirun` or `srun` started with this one; nil where it is alone.
  ///
  /// - Throws: that there is no library for what a launcher began, and the remedy.
  package static func launched(
    division: StepDivision?, _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(InputProblem) -> StepSharing? {
    guard MessagePassing.isLaunched(environment) else { return nil }
    do {
      return StepSharing(try MessagePassing(), division: division)
    } catch {
      throw InputProblem(at: "MPI", reason(error))
    }
  }

  private static func reason(_ absence: MessagePassing.Absence) -> String {
    switch absence {
    case .noLibrary:
      "a launcher started several processes, and no MPI library can be loaded; install Open MPI "
        + "('apt install libopenmpi-dev'), or name a library in ZOBENCH_MPI"
    case .unknownLibrary:
      "the library is neither Open MPI nor of MPICH's binary interface; name another in ZOBENCH_MPI"
    case .failed: "the library could not start; does it belong to the launcher that was used?"
    }
  }

  /// Processes on this machine, by the variables of launchers; for its share of the cores.
  package static func processesHere(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Int {
    let names = ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_NTASKS_PER_NODE"]
    return max(1, names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first ?? 1)
  }

  /// This process's number.
  package var rank: Int { group.rank }

  /// Whether this process runs what another one says.
  package var isFollower: Bool { group.rank > 0 }

  /// Says to those that follow which runs are next; nil lets them go.
  package func call(_ next: [Identity]?) throws { _ = try tell { next } }

  /// What is next, as the process that leads says; nil is nothing.
  package func called() throws -> [Identity]? { try tell { nil } }

  /// What a process does that cannot take part.
  package func withdraw() { close(failed: true) }

  /// Waits for the others, and leaves.
  package func leave() { group.leave() }
}
