import Foundation
import Notation
import Testing

/// Templates of our subset give what Jinja gives (`scripts/fixtures/jinja.py`).
@Suite struct JinjaTests {
  struct Case: Decodable, Sendable {
    var rules: String
    var template: String
    /// Nil where Jinja refuses.
    var text: String?
  }

  private static let fixture: (values: [String: JinjaValue], cases: [Case]) = {
    struct Fixture: Decodable { var cases: [Case] }
    guard
      let url = Bundle.module.url(
        forResource: "jinja", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url),
      let json = try? JSON(reading: [UInt8](data)),
      let cases = try? JSONDecoder().decode(Fixture.self, from: data).cases,
      case .object(let top) = json, let values = top.first(where: { key($0) == "values" })?.value,
      case .object(let members) = values
    else { return ([:], []) }
    return (Dictionary(uniqueKeysWithValues: members.map { (key($0), value($0.value)) }), cases)
  }()

  private static func key(_ member: JSON.Member) -> String {
    String(decoding: member.key, as: UTF8.self)
  }

  private static func value(_ json: JSON) -> JinjaValue {
    switch json {
    case .null: .none
    case .bool(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .string(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    case .array(let values): .list(values.map(value))
    case .object(let members): .map(members.map { JinjaMember(key($0), value($0.value)) })
    }
  }

  private func text(
    _ template: String, _ rules: JinjaRules, _ values: [String: JinjaValue] = [:]
  ) throws(FormatProblem) -> String {
    try JinjaTemplate(template, rules: rules).text(values)
  }

  @Test func givesWhatJinjaGives() {
    let (values, cases) = Self.fixture
    #expect(cases.count > 400)
    for item in cases {
      let found = try? text(item.template, item.rules == "chat" ? .chat : .tasks, values)
      #expect(found == item.text, "\(item.rules): \(item.template)")
    }
  }

  @Test(
    "what is not of the subset is refused by name when it is read",
    arguments: [
      ("{% call f(x) %}{% endcall %}", "'call'"), ("{% include 'a' %}", "'include'"),
      ("{% raw %}{% endraw %}", "'raw'"), ("{{ a|nofilter }}", "'nofilter'"),
      ("{{ a is divisibleby 3 }}", "'divisibleby'"), ("{{ a.format(1) }}", "'format'"),
      ("{{ f(1) }}", "'f'"), ("{{ (1, 2) }}", "tuples"), ("{{ 2 ** 3 }}", "'*'"),
      ("{{ a", "not closed"), ("{% if a %}", "not closed"), ("{% endfor %}", "closes nothing"),
      ("x\n {{ a.__class__() }}", "'__class__'"), ("{{ 'a }}", "not closed"),
      ("{% macro f(x) %}", "not closed"), ("{% macro f %}{% endmacro %}", "'('"),
      ("{% macro f(x, x) %}{% endmacro %}", "'x'"),
      ("{% macro f(x=1, y) %}{% endmacro %}", "'y'"),
      ("{% macro f() %}{{ varargs }}{% endmacro %}", "'varargs'"),
      ("{% macro f() %}{{ caller() }}{% endmacro %}", "'caller'"),
      ("{% for a in b %}{% macro f() %}{% endmacro %}{% endfor %}", "'for'"),
      ("{% macro f() %}{% macro g() %}{% endmacro %}{% endmacro %}", "'macro'"),
      ("{% macro f() %}{% endmacro %}{{ f }}", "'f'"),
      ("{% macro f() %}{% endmacro %}{% set f = 1 %}", "'f'"),
    ])
  func refused(template: String, name: String) {
    let problem = #expect(throws: FormatProblem.self) {
      try JinjaTemplate(template, rules: .tasks)
    }
    #expect(problem?.message.contains(name) == true, "\(String(describing: problem))")
    #expect(problem?.place.hasPrefix("line ") == true)
  }

  @Test func placesAreLineAndColumn() {
    let problem = #expect(throws: FormatProblem.self) {
      try JinjaTemplate("one\ntwo {{ a|zip }}", rules: .tasks)
    }
    #expect(problem?.place == "line 2, column 9 of the template")
  }

  @Test(
    "templates of strangers end",
    arguments: [
      "{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}",
      "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}"
        + "{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}",
      "{{ range(99999999) }}", "{{ 9223372036854775807 + 1 }}", "{{ -9223372036854775807 - 2 }}",
      "{{ (0 - 9223372036854775807 - 1) // -1 }}", "{{ 'a'[::9223372036854775807] ~ zz }}",
      "{{ [1][0 - 9223372036854775807 - 1:] ~ zz }}",
      "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
      "{% macro f() %}{% for i in range(9999) %}{{ g() }}{% endfor %}{% endmacro %}"
        + "{% macro g() %}{% for i in range(9999) %}.{% endfor %}{% endmacro %}{{ f() }}",
      String(repeating: "{{ [", count: 1) + String(repeating: "[", count: 5000),
      String(repeating: "{% if 1 %}", count: 5000),
    ])
  func hostile(template: String) {
    #expect(throws: FormatProblem.self) { try text(template, .tasks) }
  }

  @Test func namesAreThoseThatAreRead() throws {
    let template = try JinjaTemplate(
      "{% for c in choices.text %}{{ loop.index }}{{ c }}{% endfor %}{% set x = q|trim %}{{ x }}",
      rules: .tasks)
    #expect(template.names == ["choices", "q"])
    #expect(try JinjaTemplate("a {# b #} c", rules: .tasks).isConstant)
  }
}
