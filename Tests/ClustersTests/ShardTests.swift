import Clusters
import Testing
import Vocabulary

struct ShardTests {
  @Test(arguments: ["1/1", "3/12", "1000/1000"])
  func shardsAreRead(_ text: String) throws {
    #expect(try #require(Shard(text)).description == text)
  }

  @Test(arguments: ["0/4", "5/4", "1/1001", "-1/4", "1", "1/", "/2", "1/2/3", "a/b", "", "1 / 2"])
  func whatIsNoShardIsNone(_ text: String) { #expect(Shard(text) == nil) }

  @Test func pathsHaveTheNumber() throws {
    let shard = try #require(Shard(7, of: 9))
    #expect(shard.path("a/{shard}.sqlite") == "a/7.sqlite" && shard.path("a.sqlite") == "a.sqlite")
  }

  struct Variables: Sendable {
    var environment: [String: String]
    var shard: String
  }

  static let engines = [
    Variables(
      environment: ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "4"], shard: "3/4"),
    Variables(
      environment: [
        "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "8", "SLURM_ARRAY_TASK_MIN": "0",
      ], shard: "1/8"),
    Variables(
      environment: [
        "SLURM_ARRAY_TASK_ID": "15", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "10",
        "SLURM_ARRAY_TASK_STEP": "5",
      ], shard: "2/4"),
    Variables(environment: ["JOB_COMPLETION_INDEX": "0", "ZOBENCH_SHARDS": "3"], shard: "1/3"),
    Variables(
      environment: [
        "JOB_COMPLETION_INDEX": "2", "ZOBENCH_SHARDS": "9", "ZOBENCH_SHARD_FIRST": "4",
      ], shard: "6/9"),
    Variables(
      environment: [
        "SGE_TASK_ID": "5", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "9", "SGE_TASK_STEPSIZE": "2",
      ], shard: "3/5"),
  ]

  @Test(arguments: engines)
  func enginesSayTheShard(_ variables: Variables) throws {
    #expect(try ShardVariables(variables.environment).shard().description == variables.shard)
  }

  @Test(arguments: [
    [:], ["SGE_TASK_ID": "undefined"], ["JOB_COMPLETION_INDEX": "0"],
    ["SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_COUNT": "4"],
    ["SLURM_ARRAY_TASK_ID": "-9223372036854775808", "SLURM_ARRAY_TASK_COUNT": "4"],
    ["JOB_COMPLETION_INDEX": "9223372036854775807", "ZOBENCH_SHARDS": "3"],
  ])
  func variablesThatSayNoneAreRefused(_ environment: [String: String]) {
    let problem = #expect(throws: InputProblem.self) { try ShardVariables(environment).shard() }
    #expect(problem?.exitCode == 65 && problem?.description.contains("--shard I/N") == true)
  }
}
