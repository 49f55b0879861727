import Synchronization
import Vocabulary

/// Trained weights that could not be written: their results are stored, and no other run begins.
final class ExportWatch: RunObserver {
  private struct Loss {
    var cell: SeededCell
    var identity: Identity
    var problem: InputProblem
    var isLogged: Bool
  }

  private let losses = Mutex<[Loss]>([])

  /// Whether the weights of a run that begins now would be lost, too.
  var isStuck: Bool { losses.withLock { !$0.isEmpty } }

  func observe(_ event: RunEvent) {
    guard case .unexported(let cell, let identity, let problem, let isLogged) = event else {
      return
    }
    losses.withLock {
      $0.append(Loss(cell: cell, identity: identity, problem: problem, isLogged: isLogged))
    }
  }

  /// The first of them with its remedy; nil as long as everything was written.
  ///
  /// - Parameter database: where the results are.
  func problem(database: String) -> InputProblem? {
    let losses = losses.withLock { $0 }
    guard let first = losses.first else { return nil }
    var problem = first.problem
    problem.message +=
      "; the result of \(first.cell.cell.name), seed \(first.cell.seed), is stored"
      + (losses.count > 1
        ? ", as are those of \(losses.count - 1) more runs without their weights" : "")
      + ": make room, " + remedy(first, database)
      + ", and run the same command again for the other cells"
    return problem
  }

  private func remedy(_ loss: Loss, _ database: String) -> String {
    guard loss.isLogged else {
      return "train it again with another --db, since steps that use gradients are in no log"
    }
    return "write its weights with 'zobench replay \(loss.identity.digest.short) --db \(database) "
      + "--to best --out NEW-DIRECTORY'"
  }
}
