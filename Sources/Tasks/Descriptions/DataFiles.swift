/// Where a task's data lies inside the data directory: the first path that exists is read.
///
/// Braces stand for alternatives, as in a shell: `{glue,superglue}/RTE/train.{tsv,jsonl}`.
package struct DataFiles: Hashable, Encodable, Sendable {
  package var train: [String]
  package var validation: [String]
  /// What k-shot samples are cut from, where LM-BFF takes another form of the data than `train`.
  package var shotSource: [String]?
  /// The folder of the task inside LM-BFF's `k-shot` folder, with `16-42/train.tsv` and so on.
  package var shotFolder: String?
  /// The form of all files; by their endings when nil.
  package var format: FileFormat?
  /// The columns of comma-separated files that have no header.
  package var columns: [String]?

  package init(
    train: [String], validation: [String], shotSource: [String]? = nil, shotFolder: String? = nil,
    format: FileFormat? = nil, columns: [String]? = nil
  ) {
    self.train = train
    self.validation = validation
    self.shotSource = shotSource
    self.shotFolder = shotFolder
    self.format = format
    self.columns = columns
  }

  /// The paths that a pattern stands for, in its order.
  static func expanded(_ pattern: String) -> [String] {
    guard let open = pattern.firstIndex(of: "{"),
      let close = pattern[open...].firstIndex(of: "}")
    else { return [pattern] }
    let choices = pattern[pattern.index(after: open)..<close]
      .split(separator: ",", omittingEmptySubsequences: false)
    let rests = expanded(String(pattern[pattern.index(after: close)...]))
    return choices.flatMap { choice in rests.map { pattern[..<open] + choice + $0 } }
  }
}

extension DataFiles {
  /// The files of a SuperGLUE task, as distributed or exported from Hugging Face `datasets`.
  static func superGLUE(_ folder: String) -> DataFiles {
    DataFiles(
      train: ["{superglue/,}\(folder)/train.{jsonl,csv}"],
      validation: ["{superglue/,}\(folder)/{val,validation}.{jsonl,csv}"])
  }
}
