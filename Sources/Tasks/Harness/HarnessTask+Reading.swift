import Notation
import Vocabulary

extension HarnessTask {
  /// Reads a file of lm-evaluation-harness that was written as plain values.
  ///
  /// - Throws: everything that is missing, not supported, or cannot be meant.
  package init(_ value: SettingValue) throws(ValueProblems) {
    var reader = DescriptionReader()
    let read = reader.harness(value)
    let problems = reader.problems + (read?.check() ?? [])
    guard let read, problems.isEmpty else { throw ValueProblems(problems) }
    self = read
  }
}

extension DescriptionReader {
  fileprivate mutating func harness(_ value: SettingValue) -> HarnessTask? {
    guard case .map(var top) = value else { return nil }
    for (key, reason) in HarnessKeys.refused where top[key] != nil {
      report(key, reason)
      top[key] = nil
    }
    _ = members(
      Part(content: .map(top), path: ""), required: ["task", "doc_to_text", "doc_to_target"],
      optional: HarnessKeys.read + HarnessKeys.inert)
    checkKind(top)
    checkMetrics(top.part("metric_list", of: ""))
    let name = name(top.part("task", of: ""))
    let files = harnessFiles(top)
    let description = text(top.part("description", of: ""))
    let text = text(top.part("doc_to_text", of: ""))
    let delimiter = self.text(top.part("target_delimiter", of: ""))
    let choices = choices(top.part("doc_to_choice", of: ""))
    let target = target(top.part("doc_to_target", of: ""))
    guard let name, let files, let text, let choices, let target else { return nil }
    return HarnessTask(
      name: name, files: files, description: description ?? "", text: text, choices: choices,
      target: target, delimiter: delimiter ?? " ")
  }

  /// Only choices are compared, each once, without solved examples in front.
  private mutating func checkKind(_ top: [String: SettingValue]) {
    let kind = top["output_type"] ?? .text("generate_until")
    if kind != .text("multiple_choice") {
      report(
        top["output_type"] == nil ? "" : "output_type",
        "'output_type' is \(kind); only multiple_choice is read. A task whose answer is written is "
          + "described by 'prompt', 'options' and 'answer: { generated: … }'")
    }
    if let shots = top["num_fewshot"], shots != .integer(0) {
      report("num_fewshot", "is \(shots); demonstrations are a scheme here: take 'icl' and write 0")
    }
    if let repeats = top["repeats"], repeats != .integer(1) {
      report("repeats", "is \(repeats); every example is asked once")
    }
    if let metric = top["metric"], metric != .text(Metric.accuracy.rawValue) {
      report("metric", "is \(metric); it must be accuracy")
    }
    if let name = top["dataset_name"] {
      report("dataset_name", "'\(name)' names a part of a data set of the Hub; leave it out")
    }
  }

  private mutating func checkMetrics(_ part: Part) {
    _ = elements(part) { reader, part in
      let members = reader.members(
        part, required: ["metric"], optional: ["aggregation", "higher_is_better"])
      guard let members else { return nil as Bool? }
      if let metric = members["metric"], metric != .text("acc") {
        reader.report(
          "\(part.path).metric", "'\(metric)' is not computed; leave it out, so that 'acc' remains")
      }
      if let other = members["aggregation"], other != .text("mean") {
        reader.report("\(part.path).aggregation", "is \(other); it must be mean")
      }
      if let other = members["higher_is_better"], other != .boolean(true) {
        reader.report("\(part.path).higher_is_better", "is \(other); it must be true")
      }
      return true
    }
  }

  private mutating func choices(_ part: Part) -> HarnessTask.Choices? {
    switch part.content {
    case .list?:
      return elements(part) { reader, part in reader.text(part) }.map { .fixed($0) }
    case .text(let text)?: return .source(text)
    case nil: report("", "'doc_to_choice' is missing")
    case .map?:
      report(part.path, "is a mapping, whose order is not kept; write a list of its values")
    case let other?:
      report(part.path, "must be a list of texts, or Jinja that gives one, not \(other.kind)")
    }
    return nil
  }

  private mutating func target(_ part: Part) -> HarnessTask.Target? {
    if case .integer(let index)? = part.content { return .index(index) }
    return text(part).map { .source($0) }
  }
}
