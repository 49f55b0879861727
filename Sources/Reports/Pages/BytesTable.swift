import Vocabulary

/// Bytes of a cell by account: at the joint peak, and each account's own, in both phases.
struct BytesTable {
  var cell: CellResults

  init(_ cell: CellResults) { self.cell = cell }

  var table: ReportTable {
    let training = MemoryTable.largest(cell)
    let evaluation = cell.chosenTrials.map(\.evaluation)
      .max { $0.measured.peakBytes < $1.measured.peakBytes }
    let profiles = [training, evaluation].map { $0?.measured ?? MemoryProfile() }
    let accounts = Account.allCases.filter { account in
      profiles.contains { $0.peaks[account] != 0 }
    }
    let rows = accounts.map { account -> [TableValue] in
      [.text(account.title)]
        + profiles.flatMap { [.bytes($0.atPeak[account]), .bytes($0.peaks[account])] }
    }
    let total = profiles.flatMap { [TableValue.bytes($0.peakBytes), .missing] }
    let exact = [training, evaluation].compactMap { $0 }.allSatisfy { $0.forecast == $0.measured }
    return ReportTable(
      id: "bytes", title: "bytes by account",
      columns: [
        .text("account"), .number("training peak"), .number("own peak"),
        .number("evaluation peak"), .number("own peak, evaluation"),
      ],
      rows: profiles.allSatisfy { $0.peakBytes == 0 } ? [] : rows + [[.text("all")] + total],
      notes: [
        exact ? "Forecast = measured, to the byte." : "The forecast was missed.",
        resident.map { "Peak resident size of the process: \(NumberText.bytes($0))." },
      ].compactMap { $0 } + exchanged)
  }

  /// What the steps of the trials exchanged among processes, if several shared them.
  private var exchanged: [String] {
    let texts = cell.chosenTrials.compactMap { trial in
      trial.exchange.map { exchange in
        let step = NumberText.bytes(exchange.bytes / max(trial.stepsDone, 1))
        return "\(exchange.processes) processes shared the steps, divided by "
          + "\(exchange.division.rawValue): each gave the others \(step) per step."
      }
    }
    return Set(texts).sorted()
  }

  private var resident: Int? {
    cell.chosenTrials.map(\.peakResidentBytes).filter { $0 > 0 }.max()
  }
}
