import Foundation
import Testing

/// Labels for rows of one's own, by weights that a run trained.
@Suite(.tags(.process)) struct PredictTests {
  private static func grid(_ model: String, _ scheme: String, _ optimizer: String) -> String {
    """
    zobench: 1
    models: [\(model)]
    tasks: [mini-sst2]
    schemes: [\(scheme)]
    optimizers: [\(optimizer)]
    seeds: [0]
    defaults: { batch: 8, evaluations: 3, train: 48, dev: 16, test: 48, steps: 9 }

    """
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The directory that a run exported.
  private func exported(
    _ model: String, _ scheme: String, _ optimizer: String, _ scratch: Scratch
  ) throws -> String {
    try scratch.write(Self.grid(model, scheme, optimizer), to: "a.grid")
    let run = try Program.run("run", "a.grid", "--db", "a.sqlite", "--export", "out", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("out").path)
    let place = "out/" + (try #require(names.first))
    #expect(run.err.contains(/written to \/.*/) && run.err.contains("/\(place)"), "\(run.err)")
    return place
  }

  /// The text of a file of the package's own examples, with labels or without.
  private func rows(labeled: Bool, _ scratch: Scratch) throws -> Int {
    let shown = try Program.run(
      "tasks", "show", "mini-sst2", "--limit", "40", "--json", in: scratch)
    let examples = try #require(try json(shown.out)["examples"] as? [[String: Any]])
    let lines = try examples.map { example in
      let prompt = try #require(example["prompt"] as? String)
      let gold = try #require(example["gold"] as? Int)
      let sentence = prompt.replacing(" It was", with: "").replacing("\"", with: "\"\"")
      return "\"\(sentence)\"" + (labeled ? ",\(gold)" : "")
    }
    let header = "sentence" + (labeled ? ",label" : "")
    try scratch.write(
      ([header] + lines).joined(separator: "\n") + "\n", to: labeled ? "own.csv" : "bare.csv")
    return lines.count
  }

  @Test(arguments: [
    ("tiny-opt", "lora", "zo-sgd: { learningRate: 1e-2, epsilon: 1e-2 }"),
    ("tiny-opt", "ft", "zo-adam: { learningRate: 1e-3, epsilon: 1e-3 }"),
    ("tiny-opt", "prefix", "zo-sgd: { learningRate: 1e-2, epsilon: 1e-2 }"),
    ("tiny-roberta", "lora", "zo-sgd: { learningRate: 1e-2, epsilon: 1e-2 }"),
  ])
  func exportsAndStoredRunsPredictAsTheRunDid(
    model: String, scheme: String, optimizer: String
  ) throws {
    let scratch = try Scratch()
    let place = try exported(model, scheme, "{ \(optimizer) }", scratch)
    let stored = try StoredReport(of: "a.sqlite", in: scratch).accuracies
    let option = scheme == "ft" ? "--model" : "--adapter"
    let weights = scheme == "ft" ? "./\(place)" : place
    let own = try Program.run("eval", option, weights, "--json", in: scratch)
    #expect(own.status == 0, "\(own.err)")
    #expect(try json(own.out)["score"] as? Double == stored.first)
    let again = try Program.run(
      "eval", "--cell", "seed=0", "--db", "a.sqlite", "--json", in: scratch)
    #expect(again.status == 0, "\(again.err)")
    #expect(try json(again.out)["equalsStored"] as? Bool == true)
    #expect(try json(again.out)["score"] as? Double == stored.first)
    let task = try Program.run(
      "eval", option, weights, "--task", "mini-sst2", "--set", "test=48", in: scratch)
    #expect(task.out.contains("48 examples"), "\(task.out)\(task.err)")
    try labelsAgree([option, weights], scratch)
  }

  /// `predict` on rows without labels, `eval` on the same rows with them, and the stored run.
  private func labelsAgree(_ weights: [String], _ scratch: Scratch) throws {
    let count = try rows(labeled: true, scratch)
    #expect(try rows(labeled: false, scratch) == count)
    let bare = try Program.run(
      ["predict", "bare.csv", "--format", "jsonl"] + weights, in: scratch)
    #expect(bare.status == 0, "\(bare.err)")
    let lines = try bare.out.split(separator: "\n").map { try json(String($0)) }
    #expect(lines.count == count)
    for line in lines {
      let sides = try ["p(negative)", "p(positive)"].map {
        try #require(line[$0] as? Double)
      }
      #expect(abs(sides[0] + sides[1] - 1) < 1e-5)
      let prediction = try #require(line["prediction"] as? String)
      #expect(prediction == (sides[1] > sides[0] ? "positive" : "negative"))
    }
    let full = try Program.run(
      ["predict", "own.csv", "--out", "labels.csv"] + weights, in: scratch)
    #expect(full.status == 0 && full.err.contains("\(count) rows labeled"), "\(full.err)")
    let table = String(decoding: try scratch.data("labels.csv"), as: UTF8.self)
    #expect(table.hasPrefix("sentence,label,prediction,probability,p(negative),p(positive)\n"))
    let run = try Program.run(
      "predict", "own.csv", "--cell", "seed=0", "--db", "a.sqlite", in: scratch)
    #expect(run.out == table, "\(run.err)")
    let right = zip(table.split(separator: "\n").dropFirst(), lines).count { row, line in
      (row.contains(",1,") ? "positive" : "negative") == line["prediction"] as? String
    }
    let eval = try Program.run(["eval", "own.csv", "--json"] + weights, in: scratch)
    let score = try #require(try json(eval.out)["score"] as? Double)
    #expect(score == Double(right) / Double(count))
  }

  @Test func schemesWithoutStepsPredict() throws {
    let scratch = try Scratch()
    for scheme in ["zero-shot", "icl", "linear-probe"] {
      let grid = Self.grid("tiny-opt", scheme, "zo-sgd")
      try scratch.write(grid, to: "s.grid")
      let database = "s\(scheme.count).sqlite"
      let run = try Program.run("run", "s.grid", "--db", database, "-q", in: scratch)
      #expect(run.status == 0, "\(run.err)")
      let eval = try Program.run(
        "eval", "--cell", "seed=0", "--db", database, in: scratch)
      #expect(eval.status == 0 && eval.out.contains("the same predictions"), "\(eval.err)")
    }
  }

  @Test func generatedAnswersAreEvaluated() throws {
    let scratch = try Scratch()
    let grid = Self.grid("tiny-opt", "zero-shot", "zo-sgd")
      .replacing("mini-sst2", with: "mini-squad")
    try scratch.write(grid, to: "q.grid")
    let run = try Program.run("run", "q.grid", "--db", "q.sqlite", "-q", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let eval = try Program.run("eval", "--cell", "seed=0", "--db", "q.sqlite", in: scratch)
    #expect(eval.status == 0 && eval.out.contains("the same predictions"), "\(eval.err)")
    try scratch.write(
      #"{"title": "t", "context": "the cat sat here .", "question": "where ?", "#
        + #""answers": {"text": ["here"]}}"# + "\n",
      to: "q.jsonl")
    let own = try Program.run(
      "predict", "q.jsonl", "--model", "tiny-opt", "--task", "mini-squad", in: scratch)
    #expect(own.status == 0 && own.out.contains("\"prediction\":"), "\(own.out)\(own.err)")
  }

  @Test func stepsWithGradientsNeedAnExport() throws {
    let scratch = try Scratch()
    let place = try exported("tiny-opt", "lora", "{ fo-adam: { learningRate: 1e-2 } }", scratch)
    let stored = try Program.run("eval", "--cell", "seed=0", "--db", "a.sqlite", in: scratch)
    #expect(stored.status == 66 && stored.err.contains("--export"), "\(stored.err)")
    let own = try Program.run("eval", "--adapter", place, "--json", in: scratch)
    let score = try #require(try json(own.out)["score"] as? Double)
    #expect(try StoredReport(of: "a.sqlite", in: scratch).accuracies == [score])
    let text = ["generate", "--model", "tiny-opt", "--text", "the soup was", "--max-tokens", "8"]
    let bare = try Program.run(text, in: scratch)
    let tuned = try Program.run(text + ["--adapter", place], in: scratch)
    #expect(tuned.status == 0 && bare.status == 0, "\(tuned.err)")
  }

  @Test func mistakesNameTheRemedy() throws {
    let scratch = try Scratch()
    try scratch.write("review\nfine\n", to: "own.csv")
    func problem(_ arguments: String..., status: Int32) throws -> String {
      let result = try Program.run(arguments, in: scratch)
      #expect(result.status == status, "\(arguments): \(result.err)")
      return result.err
    }
    #expect(
      try problem("predict", "own.csv", "--model", "tiny-opt", status: 64).contains("--task"))
    #expect(try problem("predict", "own.csv", status: 64).contains("--adapter"))
    let columns = try problem(
      "predict", "own.csv", "--model", "tiny-opt", "--task", "mini-sst2", status: 65)
    #expect(columns.contains("'sentence' or 'text'") && columns.contains("'review'"))
    try scratch.write("sentence\nfine\n", to: "own.csv")
    #expect(
      try problem(
        "eval", "own.csv", "--model", "tiny-opt", "--task", "mini-sst2", status: 65
      ).contains("own.csv:2: has no label"))
    #expect(
      try problem(
        "eval", "--model", "tiny-opt", "--task", "mini-sst2", "--set", "maxLenth=8", status: 64
      ).contains("maxLength"))
    #expect(
      try problem(
        "predict", "own.csv", "--model", "tiny-opt", "--task", "mini-sst3", status: 65
      ).contains("mini-sst2"))
  }
}
