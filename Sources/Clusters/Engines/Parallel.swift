/// GNU parallel over hosts that are reached by ssh, or on this one alone.
///
/// Its log says which shards are done: the same script starts only what failed or is missing.
enum Parallel: Engine {
  static let name = "parallel"

  static func files(_ plan: JobPlan) -> [JobFile] {
    [
      JobFile(name: "parallel.sh", text: script(plan), foreground: "bash parallel.sh"),
      JobFile(name: "hosts", text: hosts),
    ]
  }

  private static func script(_ plan: JobPlan) -> String {
    let shards = plan.classes.flatMap(\.shards).map(String.init).joined(separator: " ")
    return """
      #!/bin/bash
      # GNU parallel, as many tasks at once on each host of the file 'hosts' as --jobs says:
      \(plan.titles)
      # Made by 'zobench submit'; edit as you like. Start it again to go on: the shards that are
      # done are in 'joblog'. Every host needs the program, the grid and this directory at these
      # paths; hosts without this file system send their databases home with:
      #   --return shards/{}.sqlite
      cd \(Shell.quoted(plan.directory)) || exit 73
      exec parallel --quote --joblog joblog --resume-failed --retries 3 --sshloginfile hosts \\
        --jobs \(plan.parallel ?? 1) --workdir \(Shell.quoted(plan.directory)) \\
        --line-buffer --tagstring 'shard {}' \\
        \(Shell.line(plan.command(shard: "{}"))) \\
        ::: \(shards)

      """
  }

  private static let hosts = """
    # One host a line, as ssh knows it; ':' is this one.
    :

    """
}
