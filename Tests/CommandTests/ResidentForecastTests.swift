import Foundation
import Testing

/// What a process takes is forecast within the error that is stated.
@Suite(.tags(.process)) struct ResidentForecastTests {
  private struct Entry: Decodable {
    var forecastBytes: Int
    var residentBytes: Int?
    var residentErrorBytes: Int?
  }

  /// The peak that the system tells of a child process that runs the cell and nothing else.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")),
    arguments: [
      "zo-sgd: { steps: 2, batch: 8 }", "fo-adam: { steps: 2, batch: 64 }",
    ]) func aProcessTakesWhatIsForecast(optimizer: String) throws
  {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(optimizer), to: "small.grid")
    let planned = try Program.run("plan", "small.grid", "--json", in: scratch)
    #expect(planned.status == 0, "\(planned.err)")
    let entry = try #require(
      try JSONDecoder().decode([Entry].self, from: Data(planned.out.utf8)).first)
    let (resident, error) = (
      try #require(entry.residentBytes), try #require(entry.residentErrorBytes)
    )
    #expect(resident > entry.forecastBytes && error == 16 << 20)
    let running = try RunningProgram(
      ["run", "small.grid", "--db", "small.sqlite", "--jobs", "1", "--quiet"], in: scratch)
    let peak = Self.watched(running)
    #expect(running.finish().status == 0)
    #expect(abs(peak - resident) < error, "\(peak) bytes at the peak, forecast \(resident)")
  }

  @Test func theTableSaysWhatAProcessTakes() throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "small.grid")
    let result = try Program.run("plan", "small.grid", in: scratch)
    #expect(result.out.contains("A process takes "), "\(result.out)")
  }

  /// VmHWM of a process, in bytes, as it last was.
  private static func watched(_ running: RunningProgram) -> Int {
    var peak = 0
    while running.isRunning {
      let status = try? String(
        contentsOfFile: "/proc/\(running.identifier)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
      peak = max(peak, 1024 * (number.flatMap { Int($0) } ?? 0))
      usleep(2000)
    }
    return peak
  }
}
