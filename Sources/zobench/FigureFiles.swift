import Foundation
import Reports
import Vocabulary

/// Writes figures into a directory: SVG, and PNG where a program that draws SVG is installed.
struct FigureFiles {
  var directory: URL

  /// - Returns: what was written, or why not, in a sentence.
  func write(_ figures: [Figure]) throws -> String {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      for figure in figures {
        let file = directory.appendingPathComponent(figure.id + ".svg")
        try Data(figure.svg.utf8).write(to: file, options: .atomic)
      }
    } catch {
      throw InputProblem(at: directory.path, "cannot be written: \(error.localizedDescription)")
    }
    guard let converter = Self.converter else {
      return "\(figures.count) figures as SVG in \(directory.path); no PNG, because rsvg-convert "
        + "is not installed (apt-get install librsvg2-bin)"
    }
    let drawn = figures.count { draw($0, with: converter) }
    return "\(figures.count) figures as SVG and \(drawn) as PNG in \(directory.path)"
  }

  /// Three times the size, for papers and screens.
  private func draw(_ figure: Figure, with converter: URL) -> Bool {
    let process = Process()
    process.executableURL = converter
    process.arguments = [
      "--zoom", "3", "--output", directory.appendingPathComponent(figure.id + ".png").path,
      directory.appendingPathComponent(figure.id + ".svg").path,
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private static var converter: URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/rsvg-convert") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
