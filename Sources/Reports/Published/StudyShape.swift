import Vocabulary

/// A table of the study in its form: optimizers below each other, models and schemes beside each
/// other, with runs of other models in columns of their own.
///
/// The study is arXiv:2402.11592, Zhang and others, 2024.
struct StudyShape {
  /// The table's number in the study.
  let number: Int
  let tasks: [String]
  let models: [String]
  let schemes: [String]

  static let all = [
    StudyShape(
      number: 2, tasks: ["sst2"], models: ["roberta-large", "opt-1.3b"],
      schemes: ["ft", "lora", "prefix", "prompt"]),
    StudyShape(
      number: 3, tasks: ["copa", "winogrande"], models: ["opt-13b"], schemes: ["ft", "lora"]),
  ]

  private static let optimizers = [
    "fo-sgd", "fo-adam", "forward-grad", "zo-sgd", "zo-sgd-mmt", "zo-sgd-cons", "zo-sgd-sign",
    "zo-adam",
  ]

  /// One model and scheme on one task, published or measured.
  private struct Column {
    var title: String
    var values: [TableValue]

    var isEmpty: Bool { values.allSatisfy { $0 == .missing } }
  }

  /// The table with the study's own columns first; nil where nothing of these tasks was measured.
  func table(_ set: ResultSet, _ published: PublishedNumbers) -> ReportTable? {
    let own = ownColumns(set).filter { !$0.isEmpty }
    guard !own.isEmpty else { return nil }
    let theirs = publishedColumns(published).filter { !$0.isEmpty }
    let columns = theirs + own
    return ReportTable(
      id: "study-table-\(number)", title: "In the form of the study's Table \(number)",
      columns: [.text("optimizer")] + columns.map { .number($0.title) },
      rows: Self.optimizers.indices.map { row in
        [.text(Self.optimizers[row])] + columns.map { $0.values[row] }
      },
      notes: [note(isPublished: !theirs.isEmpty)])
  }

  private func note(isPublished: Bool) -> String {
    let source =
      isPublished
      ? "Columns without 'here' are the study's, as others reprint them."
      : "The study's own numbers of this table are not among the published ones."
    return source
      + " Columns with 'here' are other models, and generated data where the task begins with "
      + "'mini-': the same form, not the same experiment."
  }

  private func publishedColumns(_ published: PublishedNumbers) -> [Column] {
    let numbers = published.numbers.filter { $0.source == "zo-bench" && $0.quantity == .accuracy }
    return combinations(models, tasks).map { model, task, scheme in
      Column(
        title: title(model, task, scheme),
        values: Self.optimizers.map { optimizer in
          numbers.first {
            $0.model == model && $0.task == task && $0.scheme == scheme && $0.optimizer == optimizer
          }.map { .number($0.value, NumberText.fixed($0.value, 1)) } ?? .missing
        })
    }
  }

  private func ownColumns(_ set: ResultSet) -> [Column] {
    let members = set.members.map(\.summary)
    let names = unique(members.map(\.task)).filter { tasks.contains(Self.real($0)) }
    return combinations(unique(members.map(\.model)), names).map { model, task, scheme in
      Column(
        title: title(model, task, scheme) + " (here)",
        values: Self.optimizers.map { optimizer in
          members.first {
            $0.model == model && $0.task == task && $0.scheme == scheme && $0.optimizer == optimizer
          }.map { .score($0) } ?? .missing
        })
    }
  }

  private func combinations(
    _ models: [String], _ tasks: [String]
  ) -> [(model: String, task: String, scheme: String)] {
    models.flatMap { model in
      tasks.flatMap { task in schemes.map { (model, task, $0) } }
    }
  }

  /// The task is named where there are several, or where it is a generated one.
  private func title(_ model: String, _ task: String, _ scheme: String) -> String {
    PlainText.oneLine(
      [model, tasks == [task] ? "" : task, scheme].filter { !$0.isEmpty }
        .joined(separator: " "))
  }

  /// The task of which a generated one has the form.
  private static func real(_ task: String) -> String {
    task.hasPrefix("mini-") ? String(task.dropFirst("mini-".count)) : task
  }
}
