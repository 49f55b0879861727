/// On which share of the problems a solver's cost is within a factor of the best
/// (Dolan and Moré 2002).
package struct PerformanceProfile: Hashable, Sendable {
  /// Per solver, the cost over the best cost of the problem; infinite where it failed.
  package var ratios: [[Double]]

  /// - Parameter costs: one row per problem, one positive cost per solver, nil where it failed. A
  ///   problem that nobody solved counts against all.
  package init?(costs: [[Double?]]) {
    guard let count = costs.first?.count, count > 0, costs.allSatisfy({ $0.count == count }),
      costs.allSatisfy({ $0.allSatisfy { ($0 ?? 1) > 0 } })
    else { return nil }
    ratios = (0..<count).map { solver in
      costs.map { row in
        guard let cost = row[solver], let best = row.compactMap({ $0 }).min() else {
          return .infinity
        }
        return cost / best
      }
    }
  }

  /// The share of problems that `solver` solves at no more than `factor` times the best cost.
  package func share(of solver: Int, within factor: Double) -> Double {
    let ratios = ratios[solver]
    return Double(ratios.count { $0 <= factor * (1 + 1e-12) }) / Double(ratios.count)
  }
}
