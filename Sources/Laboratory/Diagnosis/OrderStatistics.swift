import Foundation

/// Second moments of ordered standard normal samples, by integration over one of them.
///
/// They say how much a choice among probed directions aligns with the gradient: on a linear loss
/// the slopes along independent directions are independent normal samples.
enum OrderStatistics {
  /// E min(x₁ … x_count)².
  static func squareOfLeast(of count: Int) -> Double {
    integral { x in Double(count) * pow(above(x), Double(count - 1)) * density(x) * x * x }
  }

  /// E (mean of the `low` least − mean of the others)² of `count` samples; 0 < low < count.
  ///
  /// Given that the `low`-th is t, those below and those above are independent truncated normals.
  static func squareOfGap(low: Int, of count: Int) -> Double {
    let (below, high) = (Double(low - 1), Double(count - low))
    // log of count! / ((low − 1)! (count − low)!), which the density of the low-th begins with.
    let choices = lgamma(Double(count) + 1) - lgamma(below + 1) - lgamma(high + 1)
    return integral { t in
      let (left, right) = (above(-t), above(t))
      let weight = exp(choices + below * log(left) + high * log(right)) * density(t)
      guard weight > 0 else { return 0 }
      // Mean and variance of a normal below t, and of one above.
      let (ratioBelow, ratioAbove) = (density(t) / left, density(t) / right)
      let least = (below * -ratioBelow + t) / Double(low)
      let spreadBelow = 1 - t * ratioBelow - ratioBelow * ratioBelow
      let spreadAbove = 1 + t * ratioAbove - ratioAbove * ratioAbove
      let gap = least - ratioAbove
      let variance = below * spreadBelow / Double(low * low) + spreadAbove / high
      return weight * (gap * gap + variance)
    }
  }

  private static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * .pi).squareRoot() }

  /// The share of a standard normal that is above x.
  private static func above(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }

  /// ∫ over the line, by the trapezoidal rule, which is exact to rounding for such integrands.
  private static func integral(_ value: (Double) -> Double) -> Double {
    let steps = -720...720
    return steps.reduce(0.0) { $0 + value(Double($1) / 80) } / 80
  }
}
