/// What a machine does at the most, as it was measured: the roofs of a roofline.
package struct Roofs: Hashable, Codable, Sendable {
  /// Floating-point operations of f32 products in a second, in 10⁹.
  package var gflops: Double
  /// Those of bf16 products; nil where a step has none.
  package var halfGflops: Double?
  /// Bytes between memory and processor in a second, in 10⁹.
  package var gigabytesPerSecond: Double

  package init(gflops: Double, halfGflops: Double? = nil, gigabytesPerSecond: Double) {
    self.gflops = gflops
    self.halfGflops = halfGflops
    self.gigabytesPerSecond = gigabytesPerSecond
  }

  /// FLOP per byte where the roofs meet: with fewer, memory is the lower one.
  package var ridge: Double { gigabytesPerSecond > 0 ? gflops / gigabytesPerSecond : 0 }
}
