/// A job array for each class of memory (Slurm 22.05 and later).
///
/// The number of an array's task is the number of its shard. A task that is interrupted, by the
/// time limit or a preemption, ends with status 75; the script puts it back into the queue, unless
/// the site does (`RequeueExit=75`) or somebody canceled it.
enum Slurm: Engine {
  static let name = "slurm"

  static func files(_ plan: JobPlan) -> [JobFile] {
    plan.classes.map { memoryClass in
      let name = "slurm-\(memoryClass.number).sh"
      return JobFile(
        name: name, text: script(memoryClass, of: plan), memoryClass: memoryClass.number,
        submission: ["sbatch", "--parsable", name])
    }
  }

  private static func script(_ memoryClass: JobClass, of plan: JobPlan) -> String {
    """
    #!/bin/bash
    # Slurm array of \(memoryClass.title(of: plan)).
    # Made by 'zobench submit'; edit as you like. Hand over: sbatch slurm-\(memoryClass.number).sh
    \(directives(memoryClass, of: plan).map { "#SBATCH " + $0 }.joined(separator: "\n"))

    # Slurm signals this shell only. The program keeps what there is and ends with status 75.
    signaled=
    trap 'signaled=1; kill -TERM "$program" 2>/dev/null' TERM INT HUP USR1 USR2

    \(command(plan)) &
    program=$!
    # What came before there was a program to pass it on to is passed on now.
    [ -z "$signaled" ] || kill -TERM "$program" 2>/dev/null
    wait "$program"
    status=$?
    # A signal ends 'wait' before the program has ended.
    while [ "$status" -gt 128 ] && [ -n "$signaled" ]; do
      signaled=
      wait "$program"
      status=$?
    done

    # 75 means: run me again. Sites with RequeueExit=75 do so; a canceled job no longer runs.
    if [ "$status" -eq 75 ] && [ "$(squeue -h -j "$SLURM_JOB_ID" -o %T)" = RUNNING ] &&
      ! scontrol show config | grep -Eq '^RequeueExit *= *(.*,)?75(,|$| )'; then
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && sleep 60
    fi
    exit "$status"

    """
  }

  private static func directives(_ memoryClass: JobClass, of plan: JobPlan) -> [String] {
    [
      "--job-name=zobench-\(plan.name)-\(memoryClass.number)",
      "--array=\(memoryClass.list)" + (plan.parallel.map { "%\($0)" } ?? ""),
      "--cpus-per-task=\(plan.threads)", "--mem=\(memoryClass.mebibytes)M",
      "--time=\(memoryClass.clock)", "--requeue", "--open-mode=append", "--signal=B:TERM@120",
      "--chdir=\(plan.directory)", "--output=\(plan.directory)/logs/%a.log",
    ] + plan.options
  }

  private static func command(_ plan: JobPlan) -> String {
    let words = plan.command(shard: "TASK").map(Shell.quoted)
    return words.map {
      $0 == "TASK/\(plan.shards)" ? "\"$SLURM_ARRAY_TASK_ID/\(plan.shards)\"" : $0
    }
    .joined(separator: " ")
  }
}
