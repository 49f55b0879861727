import Graphs
import Testing

/// Frequencies as transformers 5.23 computes them (`ROPE_INIT_FUNCTIONS`, in single precision).
@Suite struct RotaryTests {
  private func frequencies(_ scaling: RotaryFrequencies.Scaling) -> [Double] {
    RotaryFrequencies(dimension: 12, theta: 500, scaling: scaling).values
  }

  private func expect(_ found: [Double], _ wanted: [Double]) {
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) {
      #expect(abs(found - wanted) < 1e-6 * wanted, "\(found), not \(wanted)")
    }
  }

  private static let plain = [
    1.0, 0.35495368, 0.1259921, 0.044721361, 0.01587401, 0.0056345393,
  ]

  @Test func frequenciesFallGeometrically() {
    expect(frequencies(.none), Self.plain)
  }

  @Test func linearScalingDividesAll() {
    let wanted = [0.40000001, 0.14198147, 0.050396841, 0.017888544, 0.0063496036, 0.0022538158]
    expect(frequencies(.linear(factor: 2.5)), wanted)
  }

  /// The first is kept, the second blended, the others divided.
  @Test func llama3ScalingBlendsBetweenTwoWavelengths() {
    let band = RotaryFrequencies.LlamaBand(
      factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, original: 48)
    let wanted = [1.0, 0.2215728, 0.015749013, 0.0055901702, 0.0019842512, 0.00070431741]
    expect(frequencies(.llama3(band)), wanted)
  }

  @Test func dynamicScalingActsBeyondTheOriginalLength() {
    for length in [1, 63, 64] {
      expect(frequencies(.dynamic(factor: 2, length: length, original: 64)), Self.plain)
    }
    let wanted = [1.0, 0.254765, 0.064905211, 0.01653558, 0.0042126868, 0.0010732455]
    expect(frequencies(.dynamic(factor: 2, length: 200, original: 64)), wanted)
  }

  @Test func aSinglePairTurnsByOneRadian() {
    for scaling in [
      RotaryFrequencies.Scaling.none, .dynamic(factor: 4, length: 99, original: 9),
    ] {
      #expect(RotaryFrequencies(dimension: 2, theta: 10_000, scaling: scaling).values == [1])
    }
  }
}
