import ArgumentParser
import Foundation
import Grids
import Reports
import Storage
import Training
import Vocabulary

/// `zobench show`: everything that is stored of a cell.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows cells: curve, development scores, bytes by account, what was tuned, machine.",
    discussion: """
      CELL is an optimizer ('zo-sgd', 'zo-*'), a condition as of 'run --only' \
      ('optimizer=zo-sgd,scheme=ft'), or the first digits of an identity.

        zobench show 'optimizer=zo-sgd,task=mini-sst2'

      Exit status: 0 printed; 64 usage; 65 not a results database; 66 no database or no such cell; \
      74 it cannot be read; 76 a newer version's.
      """)

  @Argument(help: "A name pattern, a condition, or the beginning of an identity.")
  var cell: String

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Flag(help: "Print JSON.") var json = false

  /// More cells than this are listed instead of shown.
  private static let longest = 6

  func run() throws {
    let store = try ResultStore(path: db, mode: .readOnly)
    let stored = try store.storedRuns()
    let members = try chosen(ResultSet(stored.map(\.result)).members)
    let pages = members.map { member in
      let digests = Set(member.runs.map(\.identity))
      let machines = Set(
        stored.filter { digests.contains($0.result.identity) }
          .compactMap(\.machine))
      let steps = member.runs.lazy.compactMap(\.chosenTrial?.stepsDone).first
      return CellPage(
        member, machines: machines.sorted { canonicalJSON($0) < canonicalJSON($1) },
        shares: KnownComponents.shares(of: member.cell, steps: steps ?? member.cell.run.steps))
    }
    if json { return Console.out(PrettyJSON.text(pages.map(\.object))) }
    guard pages.count <= Self.longest else { return list(members) }
    Console.out(Console.printable(pages.map(\.text).joined(separator: "\n")))
  }

  private func chosen(_ members: [CellResults]) throws -> [CellResults] {
    let byIdentity = members.filter { member in
      cell.count >= 4
        && member.runs.contains { $0.identity.digest.hex.hasPrefix(cell.lowercased()) }
    }
    if !byIdentity.isEmpty { return byIdentity }
    let filter = try CellFilter(cell.contains("=") ? cell : "optimizer=\(cell)")
    let found = members.filter { member in member.runs.contains { filter.admits($0.cell) } }
    guard !found.isEmpty else {
      let names = Set(members.map(\.cell.optimizer.name))
      throw InputProblem(
        .missing, at: db,
        "no cell matches '\(cell)'; "
          + (didYouMean(cell, among: names) ?? "'zobench report' lists the cells"))
    }
    return found
  }

  private func list(_ members: [CellResults]) {
    Console.out("\(members.count) cells match; name one by a condition or its identity:")
    for member in members {
      Console.out(Console.printable("\(member.identity.digest.short)  \(member.cell.name)"))
    }
  }
}
