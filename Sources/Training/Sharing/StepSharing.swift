import Foundation
import Synchronization
import Tensors
import Vocabulary

/// How the steps of trials are shared among processes that all run the same trials.
///
/// Processes agree before every step and cell on whether to go on. One that fails alone says so at
/// the next such moment; then all stop, and the run goes on later from its log.
package final class StepSharing: Sendable {
  package let group: any ProcessGroup
  /// What is divided; nil is what suits the optimizer.
  package let division: StepDivision?
  private let broken = Atomic(false)

  private enum Word: Float {
    case goOn = 0
    case stop = 1
    case failed = 2
  }

  package init(_ group: any ProcessGroup, division: StepDivision? = nil) {
    self.group = group
    self.division = division
  }

  /// Whether a process failed alone, so that nothing is shared any more.
  package var isBroken: Bool { broken.load(ordering: .relaxed) }

  /// Whether any process wishes to stop, or has failed; then the wish is everyone's.
  func agrees(toStop wish: Interruption) -> Bool {
    guard !isBroken else { return true }
    let words = say(wish.isRequested ? .stop : .goOn)
    if words.contains(Word.failed.rawValue) { broken.store(true, ordering: .relaxed) }
    guard words.contains(where: { $0 != Word.goOn.rawValue }) else { return false }
    wish.request()
    return true
  }

  /// Ends a run; if some failed and others did not, they do not know the same any more.
  func close(failed: Bool) {
    guard !isBroken else { return }
    let failures = say(failed ? .failed : .goOn).count { $0 == Word.failed.rawValue }
    if failures > 0, failures < group.size { broken.store(true, ordering: .relaxed) }
  }

  /// Whether all processes have the same weights at the end of a trial, by twenty bits of a digest.
  func confirms(_ digest: ContentDigest) -> Bool {
    guard !isBroken else { return true }
    let bits = UInt32(digest.hex.prefix(5), radix: 16) ?? 0
    let words = group.gather([Float(bits) + Self.leastDigest])
    if words.contains(Word.failed.rawValue) { broken.store(true, ordering: .relaxed) }
    return isBroken || words.allSatisfy { $0 == words[0] }
  }

  /// Above all words, so that one that failed is heard here, too.
  private static let leastDigest: Float = 16

  private func say(_ word: Word) -> [Float] { group.gather([word.rawValue]) }

  /// What rank 0 finds out, at every process.
  package func tell<Value: Codable>(_ find: () throws -> Value) throws -> Value {
    var told: Told<Value>?
    if group.rank == 0 {
      do { told = .value(try find()) } catch { told = .failure("\(error)") }
    }
    let words = try told.map { [UInt8](try PropertyListEncoder.binary.encode($0)) } ?? []
    let all = group.broadcast(words)
    switch try PropertyListDecoder().decode(Told<Value>.self, from: Data(all)) {
    case .value(let value): return value
    case .failure(let text): throw InputProblem(at: "process 0", text)
    }
  }

  private enum Told<Value: Codable>: Codable {
    case value(Value)
    case failure(String)
  }
}

extension PropertyListEncoder {
  fileprivate static var binary: PropertyListEncoder {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return encoder
  }
}

extension GridRunner.Registry {
  /// The registry of rank 0, as all processes read it; `own` is it, and nil elsewhere.
  package static func shared(_ own: GridRunner.Registry?, _ sharing: StepSharing)
    -> GridRunner.Registry
  {
    GridRunner.Registry(
      claim: { cell, identity in try sharing.tell { try own?.claim(cell, identity) ?? false } },
      finishedTrials: { identity in
        try sharing.tell { try own?.finishedTrials(identity) ?? [:] }
      },
      progress: { identity in try sharing.tell { try own?.progress(identity) ?? [:] } },
      isLost: { identity in own?.isLost(identity) ?? false },
      ended: { identity in try sharing.tell { try own?.ended(identity) } },
      isStuck: { own?.isStuck() ?? false })
  }
}

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
