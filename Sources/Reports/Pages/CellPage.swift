import Foundation
import Vocabulary

/// What is stored of one cell: outcome, curve, development scores, bytes, what was tried.
package struct CellPage: Sendable {
  package var cell: CellResults
  /// Where its runs were measured, in any order.
  package var machines: [Machine]
  /// What settings are that stand for shares of the run, for example `refresh 7`.
  package var shares: [String]

  package init(_ cell: CellResults, machines: [Machine], shares: [String] = []) {
    self.cell = cell
    self.machines = machines
    self.shares = shares
  }

  package var tables: [ReportTable] {
    [SeedsTable(cell).table, DevTable(cell).table, BytesTable(cell).table]
      + (cell.cell.tune.isEmpty ? [] : [TriedTable(cell).table])
  }

  /// For a terminal of 80 columns.
  package var text: String {
    let curves = cell.runs.compactMap { run in
      run.chosenTrial.flatMap { trial in
        Sparkline(trial.curve.map(Double.init)).line.map { "  seed \(run.cell.seed)  \($0)" }
      }
    }
    let curve = curves.isEmpty ? [] : ["training loss of the chosen trial", ""] + curves + [""]
    return (title + [""] + curve).joined(separator: "\n") + "\n"
      + TextReporter().render(tables.filter { !$0.rows.isEmpty })
      + "\n" + machineLines.joined(separator: "\n") + "\n"
  }

  package var object: some Encodable { CellObject(page: self) }

  private var title: [String] {
    let name = TextWrap.lines(PlainText.oneLine(cell.cell.name), width: 80)
    let settings = PlainText.settings(CellLabels.settings(of: cell.cell))
    let identity = cell.identity
    let told = shares.isEmpty ? [] : ["in proportion to the run: " + shares.joined(separator: ", ")]
    return name
      + ([settings] + told).flatMap {
        TextWrap.lines(PlainText.oneLine($0), width: 80, indent: "    ")
      } + [
        "    data \(identity.data.short), model \(identity.model.short), "
          + "semantics \(identity.semantics)"
      ]
  }

  private var machineLines: [String] {
    machines.flatMap { machine in
      TextWrap.lines(
        PlainText.oneLine(
          "measured on \(machine.processor), \(machine.cores) cores, \(machine.threads) threads, "
            + "\(machine.arithmetic), \(machine.operatingSystem), version \(machine.version)"),
        width: 80)
    }
  }
}

/// The page as machines read it, with the curves.
private struct CellObject: Encodable {
  var name: String
  var cell: Cell
  var machines: [Machine]
  var shares: [String]
  var runs: [Run]
  var tables: [TableObject]

  struct Run: Encodable {
    var seed: Int
    var identity: String
    var outcome: String
    var detail: String
    var chosen: Int?
    var curve: [Float]
    var test: [String: Double]?
  }

  init(page: CellPage) {
    name = page.cell.cell.name
    cell = page.cell.cell
    machines = page.machines
    shares = page.shares
    tables = page.tables.map { TableObject(table: $0) }
    runs = page.cell.runs.map { run in
      Run(
        seed: run.cell.seed, identity: run.identity.digest.hex, outcome: run.outcome.name,
        detail: run.outcome.detail, chosen: run.chosen, curve: run.chosenTrial?.curve ?? [],
        test: run.test?.metrics)
    }
  }
}
