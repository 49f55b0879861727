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
