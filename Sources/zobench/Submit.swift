import ArgumentParser
import Clusters
import Foundation
import Grids
import Reports
import Storage
import Training
import Vocabulary

/// `zobench submit`: a study as jobs of a scheduler.
struct Submit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hands a study to a scheduler, in shards by memory and time.",
    discussion: """
      Forecasts need no weights, so that --dry-run works from a config.json. Each class of memory \
      is asked for what its largest cell needs plus --beside. Files and databases are in --dir, \
      which every host must see. The same command resumes: it hands over again the shards that are \
      neither done nor with the scheduler. 'status DIR' shows how it stands, 'collect DIR' brings \
      the results together at any time.

        zobench submit Grids/full.grid --engine slurm --dir study --shards 20 --dry-run

      Exit status: 0 handed over, or nothing to do; 64 usage; 65 a mistake in the grid, or another \
      study in the directory; 66 a missing file, or --only matches nothing; 69 the scheduler \
      refused; 73, 74 cannot write.
      """)

  @OptionGroup var options: StudyOptions
  @OptionGroup var request: RequestOptions
  @OptionGroup var simulation: SimulationOptions

  @Option(
    help: .init("The scheduler.", valueName: "name"), completion: .list(EngineCatalog.names))
  var engine = "slurm"

  @Option(
    help: .newDirectory("The directory of the study, which every host sees."),
    completion: .directory)
  var dir: String

  @OptionGroup var output: OutputOptions

  @Option(
    help: .init("Parts of about the same time.", valueName: "n"),
    reading: Limit.whole(1...Shard.most))
  var shards = 16

  @Flag(name: .customLong("dry-run"), help: "Print the files and hand over nothing.")
  var dryRun = false

  @Flag(help: "Run three steps of each kind of cell for --time, instead of counting FLOPs.")
  var calibrate = false

  func run() throws {
    guard let engine = EngineCatalog.named(engine) else {
      throw ValidationError(
        "--engine must be one of " + EngineCatalog.names.joined(separator: ", "))
    }
    let study = try options.study()
    let planner = options.planner(for: study, complete: calibrate)
    let plan = try planner.plan(options.cells(of: study)).checked()
    let runnable = plan.entries.filter(\.isToRun)
    let parts = ShardPlan(plan.entries, count: shards)
    let times =
      calibrate
      ? TimeForecast(planner: planner, threads: request.threads).seconds(of: runnable) : []
    let measured = zip(runnable, times).compactMap { entry, time in
      time.map { (entry.identity, $0) }
    }
    let seconds = Dictionary(measured, uniquingKeysWith: { first, _ in first })
    if let nodes = simulation.simulate {
      let tasks = parts.parts.filter { !$0.identities.isEmpty }
        .map { request.request.seconds(of: $0, seconds) }
      return Console.out(simulation.text(tasks, nodes: nodes))
    }
    let classes = request.request.classes(
      of: parts, measured: seconds)
    var submission = Submission(
      engine: engine.name, grid: options.path,
      plan: jobs(study, classes), parts: parts.parts)
    if dryRun {
      show(engine.files(submission.plan), submission)
    } else {
      try output.check(emptyFolder: dir, isOwn: StudyDirectory.isOne(dir))
      try StudyDirectory(submission.plan.directory).submit(&submission, to: engine)
    }
  }

  private func jobs(_ study: Study, _ classes: [JobClass]) -> JobPlan {
    JobPlan(
      name: study.name, directory: URL(fileURLWithPath: dir).standardizedFileURL.path,
      program: request.program ?? Self.program, arguments: options.arguments(for: study),
      shards: shards,
      classes: classes, threads: request.threads, jobs: request.jobs, parallel: request.parallel,
      options: request.option)
  }

  /// The executable of this process.
  private static var program: String {
    Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? CommandLine.arguments[0]
  }

  private func show(_ files: [JobFile], _ submission: Submission) {
    Console.out(SubmissionText(submission).classes)
    for file in files { Console.out("==> \(file.name) <==\n\(file.text)") }
  }
}
