import Clusters
import Testing

struct ClusterSimulationTests {
  private static let tasks = (0..<40).map { 3600.0 + 60 * Double($0) }

  @Test func withoutFailuresItIsTheQueue() {
    let cluster = ClusterSimulation(nodes: 40, failureSeconds: .infinity)
    let outcome = cluster.run(Self.tasks)
    #expect(outcome.failures == 0 && outcome.lostSeconds == 0)
    #expect(outcome.seconds == 3600 + 60 * 39 + cluster.startSeconds)
    let one = ClusterSimulation(nodes: 1, failureSeconds: .infinity).run(Self.tasks)
    #expect(one.seconds == Self.tasks.reduce(0, +) + 40 * cluster.startSeconds)
  }

  @Test func aLogLosesAtMostWhatIsBetweenTwoMomentsOfKeeping() {
    var cluster = ClusterSimulation(nodes: 8, failureSeconds: 3600)
    let kept = cluster.run(Self.tasks)
    #expect(kept.failures > 10)
    #expect(kept.lostSeconds <= 2 * Double(kept.failures))
    cluster.keptSeconds = nil
    let forgotten = cluster.run(Self.tasks)
    #expect(forgotten.lostSeconds > 100 * kept.lostSeconds)
    #expect(forgotten.seconds > kept.seconds)
  }

  /// Failures come once in `failureSeconds` of work: over many tasks the mean is near.
  @Test func failuresComeAsOftenAsTheyAreSaidTo() {
    let tasks = [Double](repeating: 10_000, count: 2000)
    let outcome = ClusterSimulation(nodes: 1000, failureSeconds: 50_000).run(tasks)
    let expected = (2000 * 10_030.0 + Double(outcome.failures) * 30) / 50_000
    #expect(abs(Double(outcome.failures) / expected - 1) < 0.15)
  }

  @Test func theSameSeedFailsTheSame() {
    let cluster = ClusterSimulation(nodes: 8, failureSeconds: 3600)
    #expect(cluster.run(Self.tasks) == cluster.run(Self.tasks))
  }
}
