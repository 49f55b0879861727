import Vocabulary

/// Which points a run tries: those of its own search, or the one that other runs' searches chose.
struct SearchPath {
  private let search: PointSearch
  private let cell: Cell
  private let criterion: Criterion
  /// The trials of each search that was made elsewhere, and what they chose together.
  private var given: (trials: [[TrialResult]], point: [String: SettingValue])?

  /// - Parameter searches: those at the cell's search seeds, for a run at another seed.
  /// - Throws: when no point completed in all of them.
  init(_ plan: RunPlan, after searches: [RunResult]?) throws {
    search = plan.search
    cell = plan.resolution.cell
    criterion = plan.run.selectBy
    guard let searches else { return }
    let trials = searches.map(\.trials)
    guard let point = Self.chosen(trials, by: criterion) else {
      throw InputProblem(
        at: plan.seeded.cell.name,
        "no trial of its search at seed "
          + cell.searchSeeds.map(String.init).joined(separator: ", ")
          + " completed; lower what is searched")
    }
    given = (trials, point)
  }

  /// The next point; nil when there is none.
  func next(after trials: [TrialResult]) -> [String: SettingValue]? {
    if let given { return trials.isEmpty ? given.point : nil }
    return search.next(
      after: trials.map(\.point), ranks: trials.map { $0.rank(by: criterion) })
  }

  /// The point with the best mean over the searches, among those that all of them tried.
  private static func chosen(
    _ searches: [[TrialResult]], by criterion: Criterion
  ) -> [String: SettingValue]? {
    let points = searches.first?.map(\.point.uncalibrated) ?? []
    let ranks = points.map { point -> (Double, Double)? in
      let found = searches.compactMap { trials in
        trials.first { $0.point.uncalibrated == point }?.rank(by: criterion)
      }
      guard found.count == searches.count else { return nil }
      return (found.map(\.0).reduce(0, +), found.map(\.1).reduce(0, +))
    }
    return PointSearch.best(ranks).map { points[$0] }
  }

  /// That the chosen point is at an edge of what was tried.
  func finding(of trials: [TrialResult], chosen: Int) -> HealthFinding? {
    let point = given?.point ?? trials[chosen].point.uncalibrated
    let tried = (given?.trials ?? [trials]).flatMap { $0.map(\.point.uncalibrated) }
    let edges = PointSearch.edges(of: point, among: tried, in: cell)
    guard !edges.isEmpty else { return nil }
    let values = edges.map { "\($0) \(point[$0]?.description ?? "")" }.joined(separator: ", ")
    return HealthFinding(
      .searchAtEdge,
      "the search ended at the edge of what it tried (\(values)): a better value may lie beyond; "
        + "widen the list, or give it 'extend'")
  }
}
