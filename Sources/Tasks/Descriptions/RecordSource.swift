import Foundation
import Vocabulary

/// Where the rows of a task come from.
package protocol RecordSource: Sendable {
  /// All rows of a part, in order.
  func records(_ part: SourcePart) throws(InputProblem) -> [Record]
  /// The rows that k-shot samples are cut from.
  func shotRecords() throws(InputProblem) -> [Record]
  /// The rows of a k-shot sample that was cut already.
  func sampledShots(_ count: Int, seed: Int) throws(InputProblem) -> SampledShots?
}

/// A k-shot sample as its files have it.
package struct SampledShots: Sendable {
  var train: [Record]
  var dev: [Record]
  /// The sample's own test part; nil is the task's.
  var test: [Record]?
}

extension RecordSource {
  /// The training part.
  package func shotRecords() throws(InputProblem) -> [Record] { try records(.train) }

  package func sampledShots(_ count: Int, seed: Int) throws(InputProblem) -> SampledShots? { nil }
}

/// Rows that are made and not read.
struct GeneratedRecords: RecordSource {
  var name: String
  /// The fields of all rows of a part.
  var make: @Sendable (SourcePart) -> [[String: FieldValue]]

  func records(_ part: SourcePart) throws(InputProblem) -> [Record] {
    make(part).enumerated().map { index, fields in
      let detail = "\(part.rawValue) example \(index + 1)"
      return Record(place: Place(file: name, line: 0, detail: detail), fields: fields)
    }
  }
}

/// Rows of files in a data directory.
struct FileRecords: RecordSource {
  private let name: String
  private let files: DataFiles
  private let reader: RecordFile
  private let data: DataDirectory

  /// - Throws: a missing-input problem when there is no directory.
  init(_ description: TaskDescription, in data: DataDirectory?) throws(InputProblem) {
    try self.init(
      description.name, description.files, try FieldNeeds(of: description), description.layout,
      in: data)
  }

  /// - Throws: as `init(_:in:)`.
  init(
    _ name: String, _ files: DataFiles, _ needs: FieldNeeds, _ layout: RowLayout = .rows,
    in data: DataDirectory?
  ) throws(InputProblem) {
    self.name = name
    self.files = files
    reader = RecordFile(needs: needs, layout: layout, columns: files.columns)
    guard let data else {
      throw InputProblem(
        .missing, at: "task '\(name)'",
        "needs a data directory with \(files.train.joined(separator: ", ")) and "
          + "\(files.validation.joined(separator: ", ")); name it with --data or in the grid "
          + "('scripts/fetch data' gets the published data sets)")
    }
    self.data = data
  }

  func records(_ part: SourcePart) throws(InputProblem) -> [Record] {
    guard let whole = files.whole, !isInParts else {
      return try read(part == .train ? files.train : files.validation)
    }
    let patterns = (part == .train ? files.train : files.validation) + whole
    return try read(patterns).enumerated()
      .filter { ($0.offset % Self.parts == Self.parts - 1) == (part == .validation) }
      .map(\.element)
  }

  /// Parts of a file without parts, of which the last is for validation.
  private static let parts = 10

  /// Whether there is a file of either part.
  private var isInParts: Bool {
    (files.train + files.validation).lazy.flatMap(DataFiles.expanded)
      .contains { data.existing($0) != nil }
  }

  func shotRecords() throws(InputProblem) -> [Record] {
    try read(files.shotSource ?? files.train)
  }

  /// The files of LM-BFF's generator, `k-shot/TASK/K-SEED/{train,dev,test}`, when they are there;
  /// of MNLI, development and test are of the genres of training (`dev_matched`).
  func sampledShots(_ count: Int, seed: Int) throws(InputProblem) -> SampledShots? {
    guard let folder = files.shotFolder else { return nil }
    let base = "{k-shot/,}\(folder)/\(count)-\(seed)/"
    func path(_ part: String) -> String { base + "{\(part),\(part)_matched}.{tsv,csv}" }
    func existing(_ part: String) -> URL? {
      DataFiles.expanded(path(part)).lazy.compactMap(data.existing).first
    }
    guard let train = existing("train") else { return nil }
    let dev = try data.first(of: [path("dev")], for: name)
    return SampledShots(
      train: try reader.records(train, as: nil), dev: try reader.records(dev, as: nil),
      test: try existing("test").map { file throws(InputProblem) in
        try reader.records(file, as: nil)
      })
  }

  private func read(_ patterns: [String]) throws(InputProblem) -> [Record] {
    try reader.records(data.first(of: patterns, for: name), as: files.format)
  }
}

extension FieldNeeds {
  /// Every field that the templates and the answer of a task use.
  init(of task: TaskDescription) throws(InputProblem) {
    self.init(groups: try Self.groups(of: task, withAnswer: true))
  }

  /// The fields that a row must have to be asked about; what is right may be missing.
  init(asking task: TaskDescription) throws(InputProblem) {
    self.init(groups: try Self.groups(of: task, withAnswer: false), keepsAll: true)
  }

  private static func groups(
    of task: TaskDescription, withAnswer: Bool
  ) throws(InputProblem) -> [[String]] {
    var names: [String] = task.masked?.sentences ?? []
    for prompt in task.prompts {
      for text in [prompt.prompt, prompt.withoutInput] + prompt.options {
        names += try TextTemplate(text, of: task.name).fields
      }
    }
    var groups: [[String]] = []
    switch task.answer {
    case .label(let rules): if withAnswer { groups.append(rules.map(\.field)) }
    case .candidates(let rule): names += withAnswer ? [rule.field, rule.right] : [rule.field]
    case .generated(let field):
      names.removeAll { $0 == field }
      if withAnswer { names.append(field) }
    }
    names.removeAll { $0 == TaskDescription.candidate }
    for name in Set(names).sorted() { groups.append(task.fields[name] ?? [name]) }
    return groups
  }
}

extension TaskDescription {
  /// The name by which an option's template calls the candidate.
  static var candidate: String { "candidate" }
}
