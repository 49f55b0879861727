import Vocabulary

/// Results beside published numbers, only where model, task, scheme, optimizer, examples and prompt
/// are the same; what else there is, is said.
///
/// The study's tables follow in their form, with rows of other models beside.
package struct PublishedTables {
  var set: ResultSet
  var published: PublishedNumbers

  package init(_ set: ResultSet, _ published: PublishedNumbers) {
    self.set = set
    self.published = published
  }

  package var tables: [ReportTable] {
    let matches = set.members.flatMap { cell in
      published.numbers.filter { Match(cell, $0).isExact }.map { (cell, $0) }
    }
    let used = unique(matches.map(\.1.source))
    let table = ReportTable(
      id: "published", title: "Against published numbers",
      columns: [
        .text("cell"), .number("here"), .number("published"), .number("difference"),
        .text("source"), .text("confidence"), .text("note"),
      ],
      rows: matches.map { row($0.0, $0.1) },
      notes: [summary(matches.count)] + nearMisses + memoryNote(matches.map(\.1))
        + published.sources.filter { used.contains($0.key) }.map {
          "\($0.key): \($0.title)" + ($0.address.isEmpty ? "." : ", \($0.address)")
        })
    return [table] + StudyShape.all.compactMap { $0.table(set, published) }
  }

  private func row(_ cell: CellResults, _ number: PublishedNumber) -> [TableValue] {
    let names = [
      cell.summary.model, cell.summary.task, cell.summary.scheme, cell.summary.optimizer,
    ]
    let here = number.quantity == .memory ? gigabytes(cell.summary) : score(cell.summary)
    let difference =
      number.quantity == .memory
      ? nil : cell.summary.scoreMean.map { 100 * $0 - number.value }
    let spread = number.deviation.map { " ± " + NumberText.fixed($0, 1) } ?? ""
    let unit = number.quantity == .memory ? " GB" : ""
    return [
      .text(names.joined(separator: " / ")), here,
      .number(number.value, NumberText.fixed(number.value, 1) + spread + unit),
      difference.map { .number($0, NumberText.signed($0, 1)) } ?? .missing, .text(number.source),
      .text("\(number.confidence)"), number.note.isEmpty ? .missing : .text(number.note),
    ]
  }

  private func score(_ cell: CellSummary) -> TableValue { .score(cell) }

  private func gigabytes(_ cell: CellSummary) -> TableValue {
    cell.peakBytes.map {
      .number(Double($0) / 1e9, NumberText.fixed(Double($0) / 1e9, 1) + " GB")
    } ?? .missing
  }

  private func summary(_ matches: Int) -> String {
    let models = unique(published.numbers.map(\.model)).filter { $0 != "unknown" }
      .joined(separator: ", ")
    let all = "\(published.numbers.count) published numbers, of \(models)"
    return matches == 0
      ? "Nothing is compared: no cell has the model, task, scheme, optimizer, examples and prompt "
        + "of any of the \(all)."
      : "Beside each other: the same model, task, scheme, optimizer, examples and prompt; of "
        + "\(all). Steps, seeds and tuning may differ."
  }

  /// Numbers of the same model, task, scheme and optimizer that are not comparable, with why.
  private var nearMisses: [String] {
    let reasons = set.members.flatMap { cell in
      published.numbers.map { Match(cell, $0) }
        .filter { $0.isSameCell && !$0.isExact }.map(\.reason)
    }
    let counts = Dictionary(grouping: reasons, by: { $0 }).mapValues(\.count)
    return counts.sorted { $0.key < $1.key }.map { "Not compared: \($0.value) numbers \($0.key)." }
  }

  private func memoryNote(_ numbers: [PublishedNumber]) -> [String] {
    guard numbers.contains(where: { $0.quantity == .memory }) else { return [] }
    return [
      "Memory: here the bytes of the ledger at the stated weight format, there what a GPU's "
        + "allocator or nvidia-smi said; no difference is given."
    ]
  }
}

/// Whether a published number is of a cell.
private struct Match {
  var cell: CellResults
  var number: PublishedNumber

  init(_ cell: CellResults, _ number: PublishedNumber) {
    self.cell = cell
    self.number = number
  }

  var isSameCell: Bool {
    number.model == model && number.task == cell.summary.task
      && number.scheme == cell.summary.scheme && number.optimizer == cell.summary.optimizer
  }

  var isExact: Bool { isSameCell && differences.isEmpty }

  var reason: String { "of the same cell " + differences.joined(separator: " and ") }

  /// The checkpoint's own name, in lower case and without `-hf`.
  private var model: String {
    let name = cell.summary.model.split(separator: "@").first.map(String.init) ?? ""
    let last = (name.split(separator: "/").last.map(String.init) ?? name).lowercased()
    return last.hasSuffix("-hf") ? String(last.dropLast(3)) : last
  }

  private var differences: [String] {
    let settings = cell.cell.task.settings
    let shots = settings["shots"]?.number.map { Int($0) } ?? 0
    let examples = shots > 0 ? "\(shots) per class" : "\(cell.cell.run.train)"
    let isTrained = number.examples != "none" && number.scheme != "zero-shot"
    let hasOwnPrompt = ["template", "chat"].contains { settings[$0] != nil }
    var differences: [String] = []
    if isTrained, examples != number.examples {
      differences.append("on \(number.examples) training examples instead of \(examples)")
    }
    if number.prompt == "unknown" { differences.append("with an unknown prompt") }
    if hasOwnPrompt { differences.append("with another prompt") }
    if number.quantity == .f1, cell.summary.metric == .accuracy {
      differences.append("in another metric")
    }
    return differences
  }
}
