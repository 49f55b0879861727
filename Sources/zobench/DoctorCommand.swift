import ArgumentParser
import Foundation
import Laboratory
import Reports
import Vocabulary

/// `zobench doctor`: what this machine has for runs.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks at kernels, memory, disk, models, data and programs; says what to do.",
    discussion: """
      Nothing is changed. What only some runs need is 'absent', what makes runs slow or ends them \
      early a 'warning'.

        zobench doctor

      Exit status: 0 printed, whatever was found.
      """)

  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let checks = Doctor(version: Version.recorded, data: data.directory).checks
    if json { return Console.out(PrettyJSON.text(checks)) }
    Console.out(Console.printable(checks.flatMap(Self.lines).joined(separator: "\n")))
  }

  private static func lines(_ check: HealthCheck) -> [String] {
    let mark = check.state == .good ? "ok" : check.state.rawValue
    let title = mark.padding(toLength: 9, withPad: " ", startingAt: 0)
    let indent = String(repeating: " ", count: 11)
    let found = TextWrap.lines("\(check.name): \(check.found)", width: 68, indent: "")
    let advice = check.remedy.map { TextWrap.lines("→ \($0)", width: 68, indent: "") } ?? []
    return (found + advice).enumerated().map { index, line in
      (index == 0 ? title + "  " : indent) + line
    }
  }
}
