import Clusters
import Testing

struct ScaleForecastTests {
  private let cluster = ClusterModel(flops: 100, memory: 1000, network: 10, latency: 0.5)
  private let zeroth = ScaleForecast(
    optimizer: "zo-sgd", steps: 10, flops: 3200, lanes: 2, examples: 16, updateBytes: 4000)
  private let first = ScaleForecast(
    optimizer: "fo-sgd", steps: 10, flops: 4800, lanes: 1, examples: 16, updateBytes: 6000,
    gradientBytes: 800)

  @Test func oneNodeExchangesNothing() {
    for step in [zeroth, first].map({ $0.step(on: 1, of: cluster) }) {
      #expect(step.bytes == 0 && step.exchange == 0)
    }
    #expect(zeroth.step(on: 1, of: cluster).seconds == 32 + 4)
    #expect(first.step(on: 1, of: cluster).seconds == 48 + 6)
  }

  /// Two nodes divide the lanes and exchange two losses; more divide examples, too.
  @Test func lanesAreDividedBeforeExamples() {
    let two = zeroth.step(on: 2, of: cluster)
    #expect(two.passes == 16 && two.bytes == 16 && two.exchange == 1.6 + 0.5)
    let four = zeroth.step(on: 4, of: cluster)
    #expect(four.passes == 8 && four.bytes == 256 && four.exchange == 25.6 + 1)
    // Nodes beyond lanes × examples have nothing to do.
    #expect(zeroth.step(on: 1024, of: cluster).passes == 1)
    #expect(zeroth.step(on: 3, of: cluster).passes == 11)
  }

  @Test func gradientsGoAroundARing() {
    let four = first.step(on: 4, of: cluster)
    #expect(four.bytes == 2 * 0.75 * 800 && four.exchange == 120 + 2)
    #expect(four.passes == 12 && four.update == 6)
  }
}
