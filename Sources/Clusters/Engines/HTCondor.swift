/// A submit description with a line for each shard.
///
/// Status 75 is HTCondor's checkpoint: the job keeps its place and is started again.
enum HTCondor: Engine {
  static let name = "htcondor"

  static func files(_ plan: JobPlan) -> [JobFile] {
    [
      JobFile(
        name: "htcondor.sub", text: description(plan),
        submission: ["condor_submit", "-terse", "htcondor.sub"])
    ]
  }

  private static func description(_ plan: JobPlan) -> String {
    let words = plan.command(shard: "$(shard)").dropFirst().map(word).joined(separator: " ")
    let rows = plan.classes.flatMap { memoryClass in
      memoryClass.shards.map { "  \($0), \(memoryClass.mebibytes), \(memoryClass.seconds)" }
    }
    return """
      # HTCondor jobs:
      \(plan.titles)
      # Made by 'zobench submit'; edit as you like. Hand over: condor_submit htcondor.sub
      universe = vanilla
      executable = \(plan.program)
      arguments = "\(words)"
      initialdir = \(plan.directory)
      should_transfer_files = NO
      request_cpus = \(plan.threads)
      request_memory = $(memory)M
      allowed_execute_duration = $(seconds)
      log = logs/htcondor.log
      output = logs/$(shard).log
      error = logs/$(shard).err
      # The program keeps what there is when it is told to go.
      kill_sig = SIGTERM
      job_max_vacate_time = 120
      checkpoint_exit_code = 75
      success_exit_code = 0
      max_retries = 3
      \(plan.parallel.map { "max_materialize = \($0)\n" } ?? "")\
      \(plan.options.map { $0 + "\n" }.joined())\
      queue shard, memory, seconds from (
      \(rows.joined(separator: "\n"))
      )

      """
  }

  /// A word of `arguments`: between single quotes, and quotes doubled, where it needs them.
  private static func word(_ word: String) -> String {
    let quoted = word.replacing("\"", with: "\"\"").replacing("'", with: "''")
    return word.contains { " \t'".contains($0) } ? "'\(quoted)'" : quoted
  }
}
