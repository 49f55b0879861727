/// L-BFGS: a smooth convex function's minimum from gradients, in double precision.
///
/// Two-loop recursion over the last ten steps with an Armijo–Wolfe bisection (Nocedal and Wright,
/// Numerical Optimization, 2006, algorithms 7.4 and 7.5).
struct LimitedMemoryDescent {
  /// The largest component of the gradient at which the search ends.
  var tolerance = 1e-4
  var iterations = 5000
  var memory = 10

  typealias Value = (value: Double, gradient: [Double])

  /// The minimum near `start`.
  func minimum(from start: [Double], _ function: ([Double]) -> Value) -> [Double] {
    var (x, here) = (start, function(start))
    var history: [(step: [Double], change: [Double])] = []
    for _ in 0..<iterations {
      guard here.gradient.contains(where: { abs($0) > tolerance }) else { break }
      var direction = descent(here.gradient, history)
      if dot(direction, here.gradient) >= 0 {
        history = []
        direction = here.gradient.map { -$0 }
      }
      let first = history.isEmpty ? 1 / max(1, dot(direction, direction).squareRoot()) : 1
      guard let (point, there) = search(x, here, direction, first, function) else { break }
      let step = zip(point, x).map { $0 - $1 }
      let change = zip(there.gradient, here.gradient).map { $0 - $1 }
      if dot(step, change) > 0 { history.append((step, change)) }
      if history.count > memory { history.removeFirst() }
      (x, here) = (point, there)
    }
    return x
  }

  /// Minus the inverse curvature that the history shows, times the gradient.
  private func descent(
    _ gradient: [Double], _ history: [(step: [Double], change: [Double])]
  ) -> [Double] {
    var q = gradient
    var weights: [Double] = []
    for (step, change) in history.reversed() {
      let weight = dot(step, q) / dot(step, change)
      add(-weight, change, to: &q)
      weights.append(weight)
    }
    if let (step, change) = history.last {
      let scale = dot(step, change) / dot(change, change)
      for index in q.indices { q[index] *= scale }
    }
    for (pair, weight) in zip(history, weights.reversed()) {
      let back = dot(pair.change, q) / dot(pair.step, pair.change)
      add(weight - back, pair.step, to: &q)
    }
    return q.map { -$0 }
  }

  /// A point along `direction` that is lower by enough and flatter by enough; nil if none is.
  private func search(
    _ x: [Double], _ here: Value, _ direction: [Double], _ first: Double,
    _ function: ([Double]) -> Value
  ) -> (point: [Double], value: Value)? {
    let slope = dot(here.gradient, direction)
    var (low, high, length) = (0.0, Double.infinity, first)
    var best: (point: [Double], value: Value)?
    for _ in 0..<50 {
      var point = x
      add(length, direction, to: &point)
      let there = function(point)
      if !(there.value <= here.value + 1e-4 * length * slope) {
        high = length
      } else {
        best = (point, there)
        if dot(there.gradient, direction) >= 0.9 * slope { return best }
        low = length
      }
      length = high.isFinite ? (low + high) / 2 : 2 * length
    }
    return best
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    for index in b.indices { b[index] += factor * a[index] }
  }
}
