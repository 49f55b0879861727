import Notation

/// An Indexed Job for each class of memory (batch/v1, Kubernetes 1.29 and later).
///
/// Pods have new host names each time, and share the volume in which the shards' databases are.
enum Kubernetes: Engine {
  static let name = "kubernetes"

  static func files(_ plan: JobPlan) -> [JobFile] {
    let jobs = plan.classes.flatMap { memoryClass in
      runs(of: memoryClass.shards).map { job(memoryClass, $0, of: plan) }
    }
    return [
      JobFile(
        name: "kubernetes.yaml", text: head + jobs.joined(separator: "---\n"),
        submission: ["kubectl", "apply", "-f", "kubernetes.yaml", "-o", "name"])
    ]
  }

  private static let head = """
    # Indexed Jobs for Kubernetes, made by 'zobench submit'; edit image, volume and limits.
    # The volume holds the program, the grid, models and data, and the directory of the study.

    """

  /// Shards with consecutive numbers, which the indices of one job can count.
  private static func runs(of shards: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for shard in shards {
      if let last = runs.last, last.upperBound + 1 == shard {
        runs[runs.count - 1] = last.lowerBound...shard
      } else {
        runs.append(shard...shard)
      }
    }
    return runs
  }

  /// What no repetition helps (usage, input, places that cannot be written, versions) ends an
  /// index; 75, which means "run me again", and a disruption do not count.
  private static let failurePolicy = """
    podFailurePolicy:
      rules:
        - action: FailIndex
          onExitCodes:
            containerName: zobench
            operator: In
            values: [64, 65, 66, 73, 74, 76]
        - action: Ignore
          onExitCodes:
            containerName: zobench
            operator: In
            values: [75]
        - action: Ignore
          onPodConditions:
            - type: DisruptionTarget
              status: "True"
    """

  /// What a pod needs, and where it finds the study.
  private static func container(_ memoryClass: JobClass, of plan: JobPlan) -> String {
    """
    resources:
      requests:
        cpu: "\(plan.threads)"
        memory: \(memoryClass.mebibytes)Mi
      limits:
        memory: \(memoryClass.mebibytes)Mi
    volumeMounts:
      - name: study
        mountPath: \(JSON.quoted(plan.directory))
    """
  }

  private static func indented(_ text: String, by spaces: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: spaces) + $0 }
      .joined(separator: "\n")
  }

  private static func job(
    _ memoryClass: JobClass, _ shards: ClosedRange<Int>, of plan: JobPlan
  ) -> String {
    let name = "zobench-\(plan.name.lowercased())-\(shards.lowerBound)"
    let words = plan.command(shard: nil).map { "            - \(JSON.quoted($0))" }
    return """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: \(JSON.quoted(String(name.suffix(63))))
      spec:
        completionMode: Indexed
        completions: \(shards.count)
        parallelism: \(min(plan.parallel ?? shards.count, shards.count))
        backoffLimitPerIndex: 3
      \(indented(failurePolicy, by: 2))
        template:
          spec:
            restartPolicy: Never
            terminationGracePeriodSeconds: 120
            containers:
              - name: zobench
                image: zobench
                workingDir: \(JSON.quoted(plan.directory))
                command:
      \(words.map { "      " + $0 }.joined(separator: "\n"))
                env:
                  - name: \(ShardVariables.count)
                    value: "\(plan.shards)"
                  - name: \(ShardVariables.first)
                    value: "\(shards.lowerBound)"
      \(indented(container(memoryClass, of: plan), by: 10))
            volumes:
              - name: study
                persistentVolumeClaim:
                  claimName: zobench

      """
  }
}
