import Foundation
import Models
import Tasks
import Vocabulary

/// The `README.md` beside exported weights: what a person needs to use and to judge them.
struct ModelCard {
  let plan: RunPlan
  let record: ExportRecord
  /// Whether the weights are an adapter's in PEFT's files, or a whole model's.
  let isAdapter: Bool

  func text() throws -> String {
    let prompt = try PythonPrompt.find(plan.resolution.cell.task)
    return [
      header, "# \(title)\n", summary, "## Scores\n", scores, "## Prompt\n",
      prompt.map(Self.prompt) ?? Self.jinja, "## Use\n", try use(prompt), "## Training\n", training,
    ].joined(separator: "\n")
  }

  private var resolution: Resolution { plan.resolution }
  private var cell: Cell { resolution.cell }

  private var title: String {
    "\(cell.task.name), \(cell.scheme.name), \(cell.optimizer.name)"
  }

  /// The metadata that the Hub reads; a base that is not on the Hub is not named there.
  private var header: String {
    var lines = ["---"]
    if let base = resolution.model.hubRepository { lines.append("base_model: \(base)") }
    lines.append("library_name: \(isAdapter ? "peft" : "transformers")")
    lines += ["tags:", "- zeroth-order", "- zobench", "---", ""]
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    """
    \(isAdapter ? "An adapter (\(cell.scheme.name))" : "A model (\(cell.scheme.name))"), \
    \(cell.model.shown) fine-tuned on the task `\(cell.task.name)` with the optimizer \
    `\(cell.optimizer.name)` by zobench \(record.zobench).

    """
  }

  private var scores: String {
    var rows = [
      "| split | examples | \(resolution.task.metric.rawValue) | loss |", "|---|--:|--:|--:|",
    ]
    func row(_ split: String, _ count: Int, _ score: Double?, _ loss: Double?) -> String {
      let score = score.map { String(format: "%.2f %%", 100 * $0) } ?? ""
      return "| \(split) | \(count) | \(score) | \(loss.map { String(format: "%.4f", $0) } ?? "") |"
    }
    if let dev = record.dev {
      rows.append(row("development", plan.sample.dev.count, dev.score, dev.loss))
    }
    if let test = record.test {
      rows.append(
        row(
          "test", test.examples, test.metrics[resolution.task.metric.rawValue],
          test.metrics[Metric.loss.rawValue]))
    }
    if rows.count == 2 { rows.append("| none | | | |") }
    return rows.joined(separator: "\n") + "\n"
  }

  private static func prompt(_ prompt: PythonPrompt) -> String {
    let (text, answers) = prompt.templates
    func code(_ text: String) -> String {
      let shown = text.replacing("\n", with: "\\n").replacing("|", with: "\\|")
      return "`\(shown.replacing("`", with: "'"))`"
    }
    var lines = ["Text before the answer:", "", "```text", text, "```", ""]
    guard prompt.endsAtLine == nil else {
      return (lines + ["The answer is generated greedily.", ""]).joined(separator: "\n")
    }
    lines += ["| prediction | text after the prompt |", "|---|---|"]
    for (name, text) in answers {
      lines.append("| \(name.isEmpty ? "each candidate" : name) | \(code(text)) |")
    }
    lines += [
      "", "The prediction is the one whose tokens have the highest mean log-probability.", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static let jinja = """
    The prompt is made by a template in Jinja: the task's own, as in lm-evaluation-harness, which
    `zobench.json` has, or the model's chat template. The prediction is the choice whose tokens have
    the highest mean log-probability.

    """

  private func use(_ prompt: PythonPrompt?) throws -> String {
    guard let prompt else { return command }
    return try command + snippet(prompt)
  }

  private var command: String {
    """
    With zobench, for a CSV or JSONL with the fields of the prompt:

    ```sh
    zobench predict rows.csv \(isAdapter ? "--adapter" : "--model") . --out labels.csv
    ```

    """
  }

  private func snippet(_ prompt: PythonPrompt) throws -> String {
    """

    With \(isAdapter ? "PEFT and transformers" : "transformers"), a row being a `dict` of fields, \
    run in this directory:

    ```python
    \(try CardSnippet(resolution, prompt, isAdapter: isAdapter).text.trimmingEnd)
    ```
    \(resolution.calibration == .none
      ? "" : "\nThe scores above are calibrated, those of the snippet are not.\n")
    """
  }

  private var training: String {
    let run = cell.run
    let sizes = "\(plan.sample.train.count) for training, \(plan.sample.dev.count) for development"
    let settings = cell.optimizer.settings.merging(record.point) { _, tuned in tuned }
    let facts: [(String, String)] = [
      (
        "base",
        "`\(resolution.model.name)` (sha256 of configuration, weights and tokenizer "
          + "`\(record.identity.model.hex)`)"
      ),
      ("task", "`\(cell.task)`, data seed \(run.dataSeed)"),
      ("data", "\(sizes) (sha256 of the examples `\(record.identity.data.hex)`)"),
      ("scheme", "`\(cell.scheme)`"),
      ("optimizer", "`\(Component(cell.optimizer.name, settings))`"),
      (
        "steps",
        "\(run.steps) of \(run.batch) examples; the weights are those of step "
          + "\(record.step), the best on development data"
      ),
      ("trial", "\(record.trial) of \(plan.trials)"), ("seed", "\(plan.seeded.seed)"),
      (
        "formats",
        "weights `\(run.weights)`, products `\(run.compute)`, at most "
          + "\(run.maxLength) tokens"
      ),
      ("run", "`\(record.identity.digest.hex)`"), ("program", "zobench \(record.zobench)"),
      ("command", "`\(record.command)`"),
    ]
    return facts.map { "- \($0.0): \($0.1)" }.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    String(reversed().drop { $0.isNewline }.reversed())
  }
}
