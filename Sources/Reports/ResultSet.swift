import Vocabulary

/// Runs grouped by cell over their seeds, in the order of model, task, scheme and optimizer.
package struct ResultSet: Hashable, Sendable {
  package var members: [CellResults]
  /// Where the runs were measured.
  package var machines: [Machine]
  /// Where each run was measured, as far as it is known.
  package var places: [Identity: Machine] = [:]
  /// The studies that the runs are of, as far as they are known.
  package var studies: [StudyTitle] = []
  /// The database that they were read from; nil of several, or of none.
  package var source: String?
  /// The optimizer that others are compared with.
  package var baseline = "zo-sgd"
  /// What verdicts are about.
  package var endpoint = Endpoint.score
  /// Within so much of the endpoint methods count as equal; nil is the endpoint's own margin.
  package var margin: Double?
  /// What verdicts are over; nil is what there is enough of.
  package var unit: VerdictUnit?
  /// Optimizers that ask for derivatives along directions, by name.
  package var tangents: Set<String> {
    get { Set(members.filter(\.usesTangents).map(\.summary.optimizer)) }
    set {
      for index in members.indices {
        members[index].usesTangents = newValue.contains(members[index].summary.optimizer)
      }
    }
  }
  /// Where optimizers come from, by name.
  package var provenance: [String: Provenance] = [:]
  /// Whether rankings have optimizers that were not compared with their source.
  package var ranksUnconfirmed = false

  /// The runs of both, machines and studies once.
  package func joined(with other: ResultSet) -> ResultSet {
    var all = ResultSet(
      (members + other.members).flatMap(\.runs), machines: unique(machines + other.machines))
    all.studies = unique(studies + other.studies)
    all.source = members.isEmpty ? other.source : other.members.isEmpty ? source : nil
    all.places = places.merging(other.places) { $1 }
    all.provenance = provenance.merging(other.provenance) { $1 }
    all.tangents = tangents.union(other.tangents)
    return all
  }

  /// Within how much of an endpoint methods count as equal: `margin` is of the endpoint that was
  /// chosen.
  func equivalence(on other: Endpoint) -> Double {
    other == endpoint ? margin ?? other.margin : other.margin
  }

  package var cells: [CellSummary] { members.map(\.summary) }

  /// What `baseline` may be: labels of optimizers as tables write them.
  package var baselines: [String] { Blocks.labels(of: Blocks(self).all) }

  /// The names on an axis, without repetition, in the order of the cells.
  package func names(on axis: Axis) -> [String] { unique(members.map { $0.cell[axis].shown }) }

  /// Groups runs of the same cell, data, model and semantics; of a seed that occurs twice among
  /// these, the last counts.
  package init(_ runs: [RunResult], machines: [Machine] = []) {
    self.machines = machines
    let groups = Dictionary(grouping: runs, by: Group.init)
    members = groups.sorted { $0.key < $1.key }.compactMap { _, runs in
      let bySeed = Dictionary(runs.map { ($0.cell.seed, $0) }, uniquingKeysWith: { $1 })
      var results = CellResults(bySeed.values.filter { !$0.cell.isSearch })
      results?.searches = bySeed.values.filter(\.cell.isSearch)
        .sorted { $0.cell.seed < $1.cell.seed }
      return results
    }
    nameDifferences()
  }

  /// Cells of one name state also how they were run, as far as they differ in it.
  private mutating func nameDifferences() {
    let stated = members.map { CellLabels.settings(of: $0.cell) }
    let groups = Dictionary(grouping: members.indices) { index in
      Axis.allCases.map { members[index].cell[$0].shown }
    }
    for group in groups.values where group.count > 1 {
      let names = Set(group.flatMap { stated[$0].keys }).filter { name in
        name.hasPrefix("run.") && Set(group.map { stated[$0][name] }).count > 1
      }
      for index in group {
        let differences = stated[index].filter { names.contains($0.key) }
        members[index].summary.settings.merge(differences) { own, _ in own }
      }
    }
  }

  /// The cells of each model and task that used the same model and examples: what may be compared.
  ///
  /// Optimizers have revisions of their own in their semantics and are compared all the same; what
  /// a cell gave under an older semantics than its newest is compared with its like.
  var comparable: [[CellResults]] {
    let versions = Dictionary(grouping: members, by: Subject.init)
      .mapValues { Set($0.map(\.identity.semantics)) }
    return members.reduce(into: [ComparableGroup]()) { groups, member in
      let newer = versions[Subject(member)]?.count { $0 > member.identity.semantics }
      let key = ComparableGroup(of: member, age: newer ?? 0)
      if let index = groups.firstIndex(where: { $0.key == key.key }) {
        groups[index].members.append(member)
      } else {
        groups.append(key)
      }
    }.map(\.members)
  }

  /// The comparable cells of each scheme.
  var comparableByScheme: [[CellResults]] {
    comparable.flatMap { group in
      unique(group.map(\.summary.scheme)).map { scheme in
        group.filter { $0.summary.scheme == scheme }
      }
    }
  }

  private struct ComparableGroup {
    var key: [String]
    var members: [CellResults]

    /// - Parameter age: how many newer semantics its cell has.
    init(of member: CellResults, age: Int) {
      let identity = member.identity
      key = [
        member.summary.model, member.summary.task, identity.data.hex, identity.model.hex,
        "\(age)",
      ]
      members = [member]
    }
  }

  /// A cell on its examples, whatever its semantics.
  private struct Subject: Hashable {
    var cell: Cell
    var data: ContentDigest
    var model: ContentDigest

    init(_ member: CellResults) {
      cell = member.cell
      (data, model) = (member.identity.data, member.identity.model)
    }
  }

  /// What runs must share to be seeds of one cell.
  ///
  /// The cell is compared as canonical text, because a number that went through JSON may come back
  /// as an integer.
  private struct Group: Hashable, Comparable {
    var names: [String]
    var cell: String
    var provenance: [String]

    init(_ run: RunResult) {
      names = Axis.allCases.map { run.cell.cell[$0].shown }
      cell = canonicalJSON(run.cell.cell)
      provenance = [
        run.identity.data.hex, run.identity.model.hex, "\(run.identity.semantics)",
      ]
    }

    static func < (a: Group, b: Group) -> Bool {
      if a.names != b.names { return a.names.lexicographicallyPrecedes(b.names) }
      if a.cell != b.cell { return a.cell < b.cell }
      return a.provenance.lexicographicallyPrecedes(b.provenance)
    }
  }
}

/// Each value once, in the order of first occurrence.
func unique<T: Hashable>(_ values: [T]) -> [T] {
  var seen = Set<T>()
  return values.filter { seen.insert($0).inserted }
}

extension ResultSet {
  /// Whether what ran under an optimizer's name was compared with its source; what is not known to
  /// be otherwise counts as such.
  func isConfirmed(_ optimizer: String) -> Bool { provenance[optimizer]?.isConfirmed ?? true }

  /// The optimizers that are here, by name.
  var optimizers: [String] { Set(cells.map(\.optimizer)).sorted() }

  /// Those that are unconfirmed, each with the reason.
  var unconfirmed: [(optimizer: String, reason: String)] {
    optimizers.compactMap { name in provenance[name]?.unconfirmed.map { (name, $0) } }
  }

  /// What enters rankings: without what is unconfirmed, unless it was asked for.
  var ranked: ResultSet {
    guard !ranksUnconfirmed else { return self }
    var set = self
    set.members = members.filter { isConfirmed($0.summary.optimizer) }
    return set
  }

  /// Whether rankings leave out something that is here.
  var hasUnranked: Bool { !ranksUnconfirmed && !unconfirmed.isEmpty }
}
