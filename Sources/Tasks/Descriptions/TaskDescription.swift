import Experiments

/// A task as a plain value: where its data lies, how a row reads, what is asked and learned.
///
/// Every task of the catalogue is one of these; users can write their own (see `DescribedTask`
/// and `PromptedTask`).
public struct TaskDescription: Hashable, Codable, Sendable {
  public var name: String
  /// One sentence for listings.
  public var summary: String
  /// Bumped when a prompt changes, so that old results do not count.
  public var version: Int
  public var files: DataFiles
  public var layout: RowLayout
  /// The names that the fields of the templates may have in files; their own when not listed.
  public var fields: [String: [String]]
  /// The versions of the prompt; setting `template` chooses one.
  public var prompts: [PromptTemplate]
  public var answer: AnswerRule
  public var masked: MaskedTemplate?
  public var objective: Objective
  public var metric: Metric

  public init(
    _ name: String, summary: String, version: Int = 1, files: DataFiles,
    layout: RowLayout = .rows, fields: [String: [String]] = [:], prompts: [PromptTemplate],
    answer: AnswerRule, masked: MaskedTemplate? = nil, objective: Objective = .classification,
    metric: Metric = .accuracy
  ) {
    self.name = name
    self.summary = summary
    self.version = version
    self.files = files
    self.layout = layout
    self.fields = fields
    self.prompts = prompts
    self.answer = answer
    self.masked = masked
    self.objective = objective
    self.metric = metric
  }

  private enum CodingKeys: CodingKey {
    case name, summary, version, files, layout, fields, prompts, answer, masked, objective, metric
  }

  /// Decodes a description; what has a default may be left out.
  public init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    let answer = try keyed.decode(AnswerRule.self, forKey: .answer)
    self.init(
      try keyed.decode(String.self, forKey: .name),
      summary: try keyed.decodeIfPresent(String.self, forKey: .summary) ?? "Described by a user",
      version: try keyed.decodeIfPresent(Int.self, forKey: .version) ?? 1,
      files: try keyed.decode(DataFiles.self, forKey: .files),
      layout: try keyed.decodeIfPresent(RowLayout.self, forKey: .layout) ?? .rows,
      fields: try keyed.decodeIfPresent([String: [String]].self, forKey: .fields) ?? [:],
      prompts: try keyed.decode([PromptTemplate].self, forKey: .prompts),
      answer: answer,
      masked: try keyed.decodeIfPresent(MaskedTemplate.self, forKey: .masked),
      objective: try keyed.decodeIfPresent(Objective.self, forKey: .objective)
        ?? (answer.isGenerated ? .language : .classification),
      metric: try keyed.decodeIfPresent(Metric.self, forKey: .metric)
        ?? (answer.isGenerated ? .f1 : .accuracy))
  }
}
