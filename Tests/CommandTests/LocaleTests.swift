import Foundation
import Testing

/// What the program prints and reads does not depend on the language of who starts it.
@Suite("Languages and time zones", .tags(.process))
struct LocaleTests {
  /// Commas in numbers, other digits, a dotless i, other encodings, and none that exists.
  static let languages = [
    "C", "POSIX", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "fa_IR.UTF-8",
    "zh_CN.GB18030", "nonsense",
  ]

  @Test("change nothing of grids, tables and cells")
  func nothing() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "a.grid")
    let run = try Program.run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let calls = [
      ["plan", "a.grid", "--json"], ["report", "r.sqlite", "--format", "csv"],
      ["report", "r.sqlite"], ["show", "optimizer=zo-sgd", "r.sqlite"],
    ]
    let usual = try calls.map { try Program.run($0, in: scratch).out }
    for language in Self.languages {
      for zone in ["UTC", "Asia/Kathmandu"] {
        let environment = ["LC_ALL": language, "LANG": language, "TZ": zone]
        for (call, expected) in zip(calls, usual) {
          let result = try Program.run(call, in: scratch, environment: environment)
          #expect(result.status == 0 && result.out == expected, "\(call) in \(language), \(zone)")
        }
      }
    }
  }
}
