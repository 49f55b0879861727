import Foundation
import Reports
import Vocabulary

/// Writes figures into a directory: SVG, and PNG where a program that draws SVG is installed.
struct FigureFiles {
  /// As it was typed.
  let directory: String

  /// - Returns: what was written, or why not, in a sentence.
  func write(_ figures: [Figure], _ output: OutputOptions) throws(InputProblem) -> String {
    try output.write(figures.map { ($0.id + ".svg", Data($0.svg.utf8)) }, in: directory)
    guard let converter = Self.converter else {
      return "\(figures.count) figures as SVG in \(directory); no PNG, because rsvg-convert "
        + "is not installed (apt-get install librsvg2-bin)"
    }
    let drawn = figures.count { draw($0, with: converter) }
    return "\(figures.count) figures as SVG and \(drawn) as PNG in \(directory)"
  }

  /// Three times the size, for papers and screens.
  private func draw(_ figure: Figure, with converter: URL) -> Bool {
    let process = Process()
    process.executableURL = converter
    process.arguments = [
      "--zoom", "3", "--output", file(figure, "png"), file(figure, "svg"),
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private func file(_ figure: Figure, _ ending: String) -> String {
    OutputPlace(directory).url.appending(path: "\(figure.id).\(ending)").path
  }

  private static var converter: URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/rsvg-convert") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
