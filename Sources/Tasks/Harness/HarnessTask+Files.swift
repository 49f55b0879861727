import Foundation
import Vocabulary

/// Where the rows lie: `dataset_path: json` or `csv` with `data_files`, as `datasets` reads them.
extension DescriptionReader {
  mutating func harnessFiles(_ top: [String: SettingValue]) -> DataFiles? {
    guard let path = text(top.part("dataset_path", of: "")) else {
      report("", "'dataset_path' is missing")
      return nil
    }
    guard ["json", "csv"].contains(path) else {
      reportHub(path)
      return nil
    }
    let kwargs = members(
      top.part("dataset_kwargs", of: ""), required: ["data_files"],
      optional: ["delimiter", "sep", "quoting"])
    guard let kwargs else {
      if top["dataset_kwargs"] == nil {
        report("", "'dataset_kwargs' with 'data_files' is missing")
      }
      return nil
    }
    let format = format(path, kwargs)
    let train = file(of: "training_split", top, kwargs)
    let tested = top["test_split"] == nil ? "validation_split" : "test_split"
    let test = file(of: tested, top, kwargs)
    guard let train, let test, let format else { return nil }
    return DataFiles(train: [train], validation: [test], format: format)
  }

  private mutating func reportHub(_ path: String) {
    report(
      "dataset_path",
      "'\(path.prefix(60))' is not fetched; write its splits into files with Python "
        + "(datasets.load_dataset(…)[split].to_json(\"train.jsonl\")), and here 'dataset_path: "
        + "json' with 'dataset_kwargs: { data_files: { train: train.jsonl, … } }'")
  }

  /// The form of the files; tables of tabs have no quoting, as GLUE's.
  private mutating func format(_ path: String, _ kwargs: [String: SettingValue]) -> FileFormat? {
    let delimiter = kwargs["delimiter"] ?? kwargs["sep"]
    if path == "json" {
      if delimiter != nil || kwargs["quoting"] != nil {
        report("dataset_kwargs", "'delimiter' and 'quoting' are for tables (dataset_path: csv)")
      }
      return .jsonl
    }
    switch (delimiter, kwargs["quoting"]) {
    case (nil, nil), (.text(",")?, nil), (nil, .integer(0)?), (.text(",")?, .integer(0)?):
      return .csv
    case (.text("\t")?, .integer(3)?): return .tsv
    default:
      report(
        "dataset_kwargs",
        "tables are read with commas and quotes, or with 'delimiter: \"\\t\"' and 'quoting: 3'")
      return nil
    }
  }

  /// The file of the split that a key names.
  private mutating func file(
    of key: String, _ top: [String: SettingValue], _ kwargs: [String: SettingValue]
  ) -> String? {
    guard let split = text(top.part(key, of: "")) else {
      let purpose = key == "training_split" ? "training and development" : "test"
      report("", "'\(key)' is missing: \(purpose) examples come from it")
      return nil
    }
    let files = kwargs.part("data_files", of: "dataset_kwargs")
    guard case .map(let members)? = files.content else {
      report(files.path, "must be a mapping of splits to files")
      return nil
    }
    guard members[split] != nil else {
      let splits = members.keys.sorted().joined(separator: ", ")
      report(files.path, "has no split '\(split)'; it has \(splits)")
      return nil
    }
    let part = members.part(split, of: files.path)
    guard let file = text(part) else { return nil }
    let isPattern = file.contains { "*?[]{}".contains($0) } || file.contains("://")
    if isPattern {
      report(part.path, "'\(file.prefix(80))' must be one file, without patterns or an address")
    } else if let problem = DataFiles.problem(of: file) {
      report(part.path, "'\(file.prefix(80))' \(problem)")
    }
    let ending = (file as NSString).pathExtension.lowercased()
    if top["dataset_path"] == .text("json"), ending != "jsonl" {
      report(part.path, "'\(file.prefix(80))' must be a .jsonl file with one object per line")
    }
    return file
  }
}
