import Vocabulary

/// Where each optimizer of a report is defined, and how it is known that it ran as defined.
struct SourcesTable {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var table: ReportTable {
    ReportTable(
      id: "sources", title: "Sources of the optimizers",
      columns: [.text("optimizer"), .text("paper"), .text("code"), .text("confirmed")],
      rows: set.optimizers.map(row), notes: notes)
  }

  private func row(_ name: String) -> [TableValue] {
    let known = set.provenance[name]
    return [
      .text(name), value(known?.paper), value(known?.code?.repository),
      value(known.map { $0.evidence.map { "by " + $0.rawValue } ?? "no" }),
    ]
  }

  private func value(_ text: String?) -> TableValue { text.map { .text($0) } ?? .missing }

  private var notes: [String] {
    let open = set.optimizers.compactMap { name in
      set.provenance[name]?.open.map { "Open of \(name): \($0)." }
    }
    return [
      "A trace is steps that were computed outside of this program from the source's formula."
    ] + set.unconfirmed.map { "Unconfirmed, \($0.optimizer): \($0.reason)." } + open
  }
}
