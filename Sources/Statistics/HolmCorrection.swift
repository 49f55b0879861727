/// p-values of several tests, corrected so that the chance of any false finding stays below the
/// level (Holm 1979).
package enum HolmCorrection {
  /// In the order of `values`: the k-th smallest of m times m − k + 1, never below a smaller one's.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
