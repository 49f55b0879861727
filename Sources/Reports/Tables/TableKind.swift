/// The tables that a report has.
package enum TableKind: String, CaseIterable, Sendable {
  case cells, study, paper, overview, versus, cost, tuning, memory, ranks, profile, ablation,
    sources, drift, contrasts, budgets, curves, endpoints,
    failures

  /// The tables of this kind; notes say why where there is none.
  package func tables(_ set: ResultSet) -> [ReportTable] {
    var tables = plain(set)
    if usesSearches, let last = tables.indices.last, !tables[last].rows.isEmpty {
      tables[last].notes += EdgeNote(set).lines
    }
    return tables
  }

  /// Whether its numbers would be others with other chosen settings; `cells` and `tuning` say
  /// where searches ended by themselves.
  private var usesSearches: Bool {
    switch self {
    case .cells, .tuning, .cost, .memory, .sources, .failures: false
    case .study, .paper, .overview, .versus, .ranks, .profile, .ablation, .drift, .contrasts,
      .budgets, .curves, .endpoints:
      true
    }
  }

  private func plain(_ set: ResultSet) -> [ReportTable] {
    switch self {
    case .cells: [CellsTable(set).table]
    case .study: set.comparable.map { StudyTable($0).table }
    case .paper: PaperTables(set).tables
    case .overview: OverviewTables(set).tables
    case .versus: VersusTable(set).tables
    case .cost: [CostTable(set).table]
    case .tuning: [TuningTable(set).table]
    case .memory: set.comparableByScheme.flatMap { [MemoryTable($0).table, TimeTable($0).table] }
    case .ranks: RanksTable(set).tables
    case .profile: ProfileTables(set).tables
    case .ablation: AblationTables(set).tables
    case .sources: [SourcesTable(set).table]
    case .drift: set.comparableByScheme.map { DriftTable($0).table }
    case .contrasts: ContrastTable(set).tables
    case .budgets: BudgetTable(set).tables
    case .curves: [CurvesTable(set).table]
    case .endpoints: EndpointTable(set).tables
    case .failures: [FailuresTable(set).table]
    }
  }
}
