import Clusters
import Foundation
import Testing

/// The files of every engine, as text and as a shell reads them.
struct EngineTests {
  static let plan = JobPlan(
    name: "my study", directory: "/data/my 'study'", program: "/opt/zobench",
    arguments: ["/data/a b.grid", "--only", "optimizer=zo-*,seed=0|1"], shards: 12,
    classes: [
      JobClass(
        number: 1, shards: [1, 2, 3, 5], forecastBytes: 3 << 30, bytes: 4 << 30, seconds: 93_600),
      JobClass(
        number: 2, shards: [6, 9], forecastBytes: 1 << 20, bytes: (1 << 29) + 1, seconds: 600),
    ], threads: 2, parallel: 3, options: [])

  @Test(arguments: EngineCatalog.names)
  func everyEngineNamesTheCommandAndTheMemory(_ name: String) throws {
    let engine = try #require(EngineCatalog.named(name))
    let files = engine.files(Self.plan)
    let text = files.map(\.text).joined()
    #expect(files.contains { !$0.submission.isEmpty || $0.foreground != nil })
    for word in ["/opt/zobench", "--shard", "shards/{", "4096"] {
      #expect(text.contains(word), "\(name): \(word)")
    }
    // Half a gibibyte and a byte is asked for as the next mebibyte.
    #expect(text.contains("513") || name == "parallel")
    #expect(!text.contains("Optional("))
  }

  @Test func namesAreListedOnce() {
    #expect(EngineCatalog.names == ["htcondor", "kubernetes", "parallel", "slurm", "snakemake"])
    #expect(EngineCatalog.named("pbs") == nil)
  }

  @Test func slurmHasAnArrayForEachClass() throws {
    let files = try #require(EngineCatalog.named("slurm")).files(Self.plan)
    #expect(files.map(\.name) == ["slurm-1.sh", "slurm-2.sh"])
    for line in [
      "#SBATCH --array=1-3,5%3", "#SBATCH --mem=4096M", "#SBATCH --time=1-02:00:00",
      "#SBATCH --cpus-per-task=2", "#SBATCH --requeue", "#SBATCH --signal=B:TERM@120",
      "#SBATCH --job-name=zobench-my-study-1",
    ] { #expect(files[0].text.split(separator: "\n").contains(Substring(line)), "\(line)") }
    #expect(files[1].text.contains("#SBATCH --array=6,9%3\n"))
    let command = #"--shard "$SLURM_ARRAY_TASK_ID/12" --db shards/{shard}.sqlite"#
    #expect(files[0].text.contains(command))
  }

  @Test func someShardsAloneAreAPlan() {
    let plan = Self.plan.only([9, 3])
    #expect(plan.classes.map(\.shards) == [[3], [9]] && plan.shards == 12)
    #expect(Self.plan.only([9]).classes.map(\.number) == [2])
  }

  /// Runs a script with programs of ours in place of the scheduler's.
  private func bash(
    _ script: String, _ tools: [String: String], signal: Int32? = nil
  ) throws -> (status: Int32, out: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in tools {
      let url = folder.appending(path: name)
      try Data("#!/bin/bash\n\(text)\n".utf8).write(to: url)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
    let process = Process()
    let out = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script.replacing("/opt/zobench", with: folder.path + "/zobench")]
    process.environment = [
      "PATH": folder.path + ":/usr/bin:/bin", "SLURM_ARRAY_TASK_ID": "3", "SLURM_JOB_ID": "40",
      "SLURM_ARRAY_JOB_ID": "37",
    ]
    process.standardOutput = out
    try unmasked { try process.run() }
    if let signal {
      // The program says that it is ready.
      _ = try out.fileHandleForReading.read(upToCount: 1)
      kill(process.processIdentifier, signal)
    }
    let rest = try out.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: rest, as: UTF8.self))
  }

  /// A child inherits the signals that its parent's thread has blocked, as threads of tests have.
  private func unmasked(_ body: () throws -> Void) rethrows {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  private var slurmScript: String { EngineCatalog.named("slurm")?.files(Self.plan)[0].text ?? "" }

  @Test func theScriptPassesWordsAsTheyAre() throws {
    let (status, out) = try bash(slurmScript, ["zobench": #"printf '%s\n' "$@"; exit 2"#])
    #expect(status == 2)
    #expect(
      out == """
        run
        /data/a b.grid
        --only
        optimizer=zo-*,seed=0|1
        --shard
        3/12
        --db
        shards/{shard}.sqlite
        --threads
        2
        --jobs
        1

        """)
  }

  /// What Slurm sends to the shell reaches the program; its 75 puts the task back into the queue.
  @Test(arguments: [SIGTERM, SIGUSR1])
  func interruptedTasksAreRequeued(_ number: Int32) throws {
    let tools = [
      "zobench": "trap 'exit 75' TERM; echo ready; while :; do sleep 0.05; done",
      "squeue": "echo RUNNING", "sleep": "exec /bin/sleep 0.05",
      "scontrol": #"[ "$1" = requeue ] && echo "requeue $2""#,
    ]
    let (status, out) = try bash(slurmScript, tools, signal: number)
    #expect(status == 75 && out.hasSuffix("requeue 37_3\n"), "\(status) \(out)")
  }

  @Test func canceledTasksAndCarefulSitesDoNotRequeue() throws {
    for (state, config) in [("COMPLETING", ""), ("RUNNING", "RequeueExit             = 75")] {
      let tools = [
        "zobench": "exit 75", "squeue": "echo \(state)",
        "scontrol": "if [ $1 = show ]; then echo '\(config)'; else echo requeued; fi",
      ]
      let (status, out) = try bash(slurmScript, tools)
      #expect(status == 75 && out.isEmpty, "\(out)")
    }
  }

  @Test func parallelPassesWordsAsTheyAre() throws {
    let text = try #require(EngineCatalog.named("parallel")).files(Self.plan)[0].text
    let tools = ["parallel": #"printf '%s\n' "${@: -12}""#]
    let script = text.replacing(#"'/data/my '\''study'\'''"#, with: "/tmp")
    let (status, out) = try bash(script, tools)
    #expect(status == 0)
    #expect(out.hasSuffix("--jobs\n1\n:::\n1\n2\n3\n5\n6\n9\n"), "\(out)")
  }
}
