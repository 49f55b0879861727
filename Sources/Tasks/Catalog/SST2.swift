import Experiments
import Foundation

/// Sentiment of sentences from film reviews: the Stanford Sentiment Treebank as in GLUE.
///
/// Socher et al. 2013; Wang et al. 2019 (arXiv 1804.07461). Prompt and label words are MeZO's.
public struct SST2: TaskFamily, FineTuningTask {
  public static let name = "sst2"
  public static let summary = "Sentiment of film reviews (GLUE SST-2; needs data)"

  var data: DataDirectory

  public var version: Int { 1 }
  public var objective: Objective { .classification }

  public static func make(
    _ settings: NoSettings, data: DataDirectory?
  ) throws(InputProblem) -> any FineTuningTask {
    guard let data else {
      throw InputProblem(
        .missing, at: "task 'sst2'",
        "needs a data directory with glue/SST-2/train.tsv and glue/SST-2/dev.tsv")
    }
    return Self(data: data)
  }

  public func examples(_ part: SourcePart) throws(InputProblem) -> [Example] {
    let names = part == .train ? ["train"] : ["dev", "validation"]
    let candidates = ["tsv", "jsonl"].flatMap { kind in
      ["glue/SST-2", "SST-2"].flatMap { folder in names.map { "\(folder)/\($0).\(kind)" } }
    }
    let file = try data.first(of: candidates, for: name)
    return try LabelledSentences(classes: 2).read(file)
      .map { Prompts.sentiment($0.sentence, label: $0.label) }
  }
}
