import Vocabulary

/// A result file against every rule.
package struct Verification: Sendable {
  package struct Check: Hashable, Encodable, Sendable {
    package var rule: String
    package var sentence: String
    package var findings: [String]

    package var holds: Bool { findings.isEmpty }

    private enum CodingKeys: CodingKey { case rule, sentence, holds, findings }

    package func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: CodingKeys.self)
      try object.encode(rule, forKey: .rule)
      try object.encode(sentence, forKey: .sentence)
      try object.encode(holds, forKey: .holds)
      try object.encode(findings, forKey: .findings)
    }
  }

  package var checks: [Check]
  package var runs: Int

  package init(of subject: VerificationSubject) {
    runs = subject.runs.count
    checks = ResultRules.all.filter { $0 != CompleteGrid.self || subject.wanted != nil }
      .map { rule in
        Check(
          rule: rule.name, sentence: rule.sentence, findings: rule.init().findings(in: subject))
      }
  }

  /// Whether every rule holds.
  package var holds: Bool { checks.allSatisfy(\.holds) }

  /// A line per rule, with the first findings below.
  package var text: String {
    let lines = checks.flatMap(lines)
    let broken = checks.count { !$0.holds }
    let verdict = broken == 0 ? "every rule holds" : "\(broken) of \(checks.count) rules broken"
    return (lines + ["\(runs) runs: \(verdict)."]).joined(separator: "\n") + "\n"
  }

  package var json: String { PrettyJSON.text(checks) }

  private static let shown = 10

  private func lines(_ check: Check) -> [String] {
    let verdict = check.holds ? "holds   " : "BROKEN  "
    let findings = check.findings.prefix(Self.shown).flatMap { finding in
      TextWrap.lines(PlainText.oneLine(finding), width: 80, indent: "          ")
    }
    let rest = check.findings.count - Self.shown
    return [verdict + check.rule + ": " + check.sentence] + findings
      + (rest > 0 ? ["          and \(rest) more"] : [])
  }
}

/// A stored run with where it was measured.
package struct VerifiedRun: Hashable, Sendable {
  package var result: RunResult
  /// Nil when nobody said.
  package var machine: Machine?

  package init(_ result: RunResult, machine: Machine?) {
    self.result = result
    self.machine = machine
  }

  /// For findings: `tiny-opt / mini-sst2 / ft / zo-sgd, seed 0`.
  var name: String { "\(result.cell.cell.name), seed \(result.cell.seed)" }
}

/// What a result file is checked as.
package struct VerificationSubject: Sendable {
  package var runs: [VerifiedRun]
  /// What the grid asks for; nil without a grid.
  package var wanted: [SeededCell]?
  /// Where rows of the file contradict each other, a sentence each.
  package var contradictions: [String]

  package init(
    _ runs: [VerifiedRun], wanted: [SeededCell]? = nil, contradictions: [String] = []
  ) {
    self.runs = runs
    self.wanted = wanted
    self.contradictions = contradictions
  }
}

/// Something that every result file must fulfil, listed in `ResultRules`.
package protocol ResultRule: Sendable {
  static var name: String { get }
  /// What holds when there are no findings, in one sentence without a full stop.
  static var sentence: String { get }

  init()

  /// What breaks the rule, a sentence each.
  func findings(in subject: VerificationSubject) -> [String]
}
