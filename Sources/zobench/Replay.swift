import ArgumentParser
import Foundation
import Storage
import Training
import Vocabulary

/// `zobench replay`: a stored trial's weights from its step log.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rebuilds the weights of a stored trial from its step log.",
    discussion: """
      Nothing is evaluated: the log holds the keys and scalars of every step. CELL is the \
      beginning of a run's digest, a cell's name as 'plan' prints it, or a filter as of \
      'run --only' ('optimizer=zo-sgd,seed=0'). Steps of first-order optimizers are in no log.

        zobench replay 'optimizer=zo-sgd,seed=0' --out weights

      Exit status: 0 made again, and equal; 2 made, and not equal to what was trained; 64 \
      usage; 65 unusable input; 66 no such run or no log; 73, 74 cannot write; 76 a newer \
      version's database.
      """)

  @Argument(help: "The run: its digest's beginning, its cell's name, or a filter.")
  var cell: String

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @OptionGroup var data: DataOptions

  @Option(
    help: .init("The trial: 1, 2, … (default: the chosen one).", valueName: "n"),
    transform: Limit.whole(Limit.counts))
  var trial: Int?

  @Option(
    help: .init(
      "The last step to make again, or 'best': the one that was tested (default: the last one).",
      valueName: "step"))
  var to: String?

  @Option(
    help: .newDirectory("The directory to write: a model, or an adapter in PEFT's files."),
    completion: .directory)
  var out: String

  @OptionGroup var place: OutputOptions

  func run() throws {
    let store = try ResultStore(path: db, mode: .readOnly)
    let run = try RunChoice(cell).choose(among: store.knownRuns(), of: db)
    let index = (trial ?? (run.chosen ?? 0) + 1) - 1
    let trials = try store.progress(of: run.identity)
    guard let progress = trials[index] else {
      throw InputProblem(.missing, at: "\(db): \(name(of: run))", missing(index, trials))
    }
    let planner = data.planner(complete: true)
    let replay = try TrialReplay(run.cell, run.identity, progress, planner: planner)
    let end = try end()
    var made: TrialReplay.Made?
    try place.fill(out, reading: [replay.directory]) {
      made = try replay.write(end, to: $0, trial: index, Version.origin(data: data.directory))
    }
    guard let made else { return }
    print(made, run, index)
    if made.isSame == false { throw RunExit.someFailed }
  }

  private func end() throws -> TrialReplay.End {
    guard let to else { return .last }
    if to == "best" { return .best }
    guard let step = Int(to), step >= 0 else {
      throw ValidationError("--to must be a step, 0 or more, or 'best'")
    }
    return .step(step)
  }

  private func name(of run: KnownRun) -> String { "\(run.cell.cell.name), seed \(run.cell.seed)" }

  private func missing(_ index: Int, _ trials: [Int: TrialProgress]) -> String {
    guard !trials.isEmpty else {
      return "has no step log: steps that use gradients are in none ('run --export' writes their "
        + "weights), and older versions stored none"
    }
    let known = trials.keys.sorted().map { "\($0 + 1)" }.joined(separator: ", ")
    return "has no step log of trial \(index + 1); there are logs of \(known)"
  }

  private func print(_ made: TrialReplay.Made, _ run: KnownRun, _ index: Int) {
    let verdict =
      switch made.isSame {
      case true?: "equal to the trained weights"
      case false?: "NOT EQUAL to the trained weights"
      case nil: "no digest of this step was stored"
      }
    let perStep = Double(made.logBytes) / Double(max(made.steps, 1))
    Console.out(
      Console.printable(
        """
        run      \(run.identity.digest.short)  \(name(of: run)), trial \(index + 1)
        log      \(made.logBytes) bytes in all, \(made.steps) steps made again\
        \(made.steps > 0 ? String(format: ", %.1f bytes per step", perStep) : "")
        time     \(String(format: "%.3f s", made.seconds)), no forward pass
        digest   \(made.digest) (\(verdict))
        written  \(made.isWritten ? out : "nothing: no file format holds this scheme's weights")
        """))
  }
}
