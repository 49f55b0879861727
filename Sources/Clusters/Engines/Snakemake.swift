import Notation

/// A workflow with a rule for shards, for any executor of Snakemake 8 and later.
///
/// Snakemake removes the output of a job that failed, so a shard's own database is none: when the
/// shard is done its results are collected into another file, which appears by renaming.
enum Snakemake: Engine {
  static let name = "snakemake"

  static func files(_ plan: JobPlan) -> [JobFile] {
    [
      JobFile(
        name: "Snakefile", text: workflow(plan),
        foreground: "snakemake --cores all --keep-going --rerun-incomplete")
    ]
  }

  private static func workflow(_ plan: JobPlan) -> String {
    let rows = plan.classes.flatMap { memoryClass in
      memoryClass.shards.map {
        "    \"\($0)\": (\(memoryClass.mebibytes), \(memoryClass.minutes)),"
      }
    }
    return """
      # Snakemake's rules for:
      \(plan.titles)
      # Made by 'zobench submit'; edit as you like. Start: snakemake --cores all
      workdir: \(JSON.quoted(plan.directory))

      # Shard: MiB, minutes.
      SHARDS = {
      \(rows.joined(separator: "\n"))
      }


      rule all:
          input:
              expand("collected/{shard}.sqlite", shard=SHARDS),


      rule shard:
          output:
              "collected/{shard}.sqlite",
          log:
              "logs/{shard}.log",
          threads: \(plan.threads)
          retries: 3
          resources:
              mem_mb=lambda wildcards: SHARDS[wildcards.shard][0],
              runtime=lambda wildcards: SHARDS[wildcards.shard][1],
          shell:
              \(JSON.quoted(shell(plan)))

      """
  }

  private static func shell(_ plan: JobPlan) -> String {
    // Braces that are not Snakemake's are doubled.
    let run = Shell.line(plan.command(shard: "SHARD"))
      .replacing("{", with: "{{").replacing("}", with: "}}")
      .replacing("SHARD/\(plan.shards)", with: "{wildcards.shard}/\(plan.shards)")
    let program = Shell.quoted(plan.program)
    return "\(run) >>{log} 2>&1 && \(program) collect shards/{wildcards.shard}.sqlite "
      + "--db {output}.part >>{log} && mv {output}.part {output}"
  }
}
