import Clusters
import Testing
import Vocabulary

struct JobRequestTests {
  private let plan = ShardPlan(ShardPlanTests.entries, count: 12)

  @Test func memoryIsTheForecastAndWhatIsBeside() {
    var request = JobRequest()
    request.besideBytes = 1000
    let classes = request.classes(of: plan)
    #expect(classes.map(\.forecastBytes) == [1 << 36, 1 << 33, 1 << 30, 1 << 27])
    #expect(classes.map(\.bytes) == classes.map { $0.forecastBytes + 1000 })
    #expect(classes.flatMap(\.shards) == Array(1...12))
    request.jobs = 3
    #expect(request.classes(of: plan)[0].bytes == 3 << 36 + 1000)
    request.bytes = 77
    #expect(request.classes(of: plan).map(\.bytes) == [77, 77, 77, 77])
  }

  @Test func timeIsThatOfTheLongestShardAtMostADay() throws {
    var request = JobRequest()
    request.threadRate = 1e11
    let flops = plan.parts.filter { $0.memoryClass == 3 }.map(\.flops).max() ?? 0
    let asked = try #require(request.classes(of: plan).last).seconds
    #expect(Double(asked) >= 1.5 * flops / 1e11 + 600 && Double(asked) < 1.5 * flops / 1e11 + 1200)
    request.threadRate = 1
    #expect(request.classes(of: plan).allSatisfy { $0.seconds == 86_400 })
    request.seconds = 60
    #expect(request.classes(of: plan).allSatisfy { $0.seconds == 60 })
  }

  @Test func measuredTimesComeFirst() {
    let times = Dictionary(
      ShardPlanTests.entries.map { ($0.identity, 1.0) }, uniquingKeysWith: { a, _ in a })
    let classes = JobRequest().classes(of: plan, measured: times)
    #expect(classes.allSatisfy { $0.seconds == 1200 })
  }

  @Test func emptyShardsAreNotAskedFor() {
    let few = ShardPlan(Array(ShardPlanTests.entries.prefix(2)), count: 5)
    #expect(JobRequest().classes(of: few).flatMap(\.shards).count == 2)
  }
}

struct SlurmReportTests {
  @Test func queueAndAccountsAreRead() {
    var report = SlurmReport()
    report.add(
      queue: "17_3|RUNNING|None|n0\n17_4|PENDING|Resources|\nbroken\n17_9|FAILED|NonZeroExitCode|n0"
    )
    report.add(
      accounts: "17_3|RUNNING|0:0|n0\n17_1|OUT_OF_MEMORY|0:125|n1\n17_2|CANCELLED by 0|75:0|n1\n")
    #expect(report.tasks["17_3"]?.isActive == true && report.tasks["17_3"]?.reason == "")
    #expect(report.tasks["17_4"]?.reason == "Resources")
    #expect(report.tasks["17_1"]?.state == "OUT_OF_MEMORY")
    let canceled = SlurmReport.Task(
      state: "CANCELLED", reason: "exit status 75", node: "n1", isActive: false)
    #expect(report.tasks["17_2"] == canceled)
    #expect(report.tasks["17_9"]?.isActive == false)
    #expect(report.tasks.count == 5)
  }
}
