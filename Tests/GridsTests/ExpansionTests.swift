import Foundation
import Grids
import Testing
import Vocabulary

struct ExpansionTests {
  @Test func axesMultiplyInTheOrderWritten() throws {
    let study = try Fixtures.study(Fixtures.grid)
    #expect(
      study.cells.map(\.name) == [
        "tiny-opt / mini-sst2 / ft / fo-adam", "tiny-opt / mini-sst2 / ft / zo-sgd",
        "tiny-opt / mini-copa / ft / fo-adam", "tiny-opt / mini-copa / ft / zo-sgd",
      ])
    #expect(study.name == "smoke")
    #expect(study.seededCells.map(\.seed) == [0, 1, 0, 1, 0, 1, 0, 1])
    #expect(study.seededCells[1].cell == study.cells[0])
  }

  @Test func aSchemeThatNoOptimizerTrainsIsOneCell() throws {
    let text = Fixtures.grid.replacing("[ft]", with: "[ft, zero-shot]")
    let study = try Fixtures.study(
      text + "tune:\n  - { optimizer: zo-sgd, learningRate: [1e-3, 1e-4] }\n")
    #expect(
      study.cells.prefix(3).map(\.name) == [
        "tiny-opt / mini-sst2 / ft / fo-adam", "tiny-opt / mini-sst2 / ft / zo-sgd",
        "tiny-opt / mini-sst2 / zero-shot / none",
      ])
    #expect(study.cells.count == 6)
    #expect(study.cells[2].tune.isEmpty && !study.cells[1].tune.isEmpty)
  }

  @Test func aSearchAloneNeedsNoList() throws {
    let text = Fixtures.grid + "tune: { learningRate: { range: [1e-4, 1e-2], points: 3 } }\n"
    let study = try Fixtures.study(text)
    let listed = try Fixtures.study(
      Fixtures.grid
        + "tune: [{ learningRate: { range: [1e-4, 1e-2], points: 3 } }]\n")
    #expect(study.cells == listed.cells && study.cells[0].points.count == 3)
  }

  @Test func budgetsAreMappings() throws {
    let study = try Fixtures.study(
      one(optimizer: "zo-sgd: { budget: [{ flops: 1e12 }, { seconds: 30 }, {}] }"))
    #expect(study.cells.map(\.run.budget) == [.flops(1e12), .seconds(30), .none])
  }

  @Test func listsOfValuesExpandToAProduct() throws {
    let study = try Fixtures.study(
      one(optimizer: "zo-sgd: { learningRate: [1e-4, .5], queries: [1, 2e0], steps: [10, 20] }"))
    #expect(study.cells.count == 8)
    #expect(
      study.cells[3].optimizer
        == Component("zo-sgd", ["learningRate": .number(1e-4), "queries": .integer(2)]))
    #expect(study.cells.map(\.run.steps) == [10, 20, 10, 20, 10, 20, 10, 20])
  }

  @Test func settingsThatAreListsTakeListsLiterally() throws {
    let literal = try Fixtures.study(one(optimizer: "fo-adam: { betas: [0.9, 1] }"))
    #expect(
      literal.cells.map(\.optimizer)
        == [Component("fo-adam", ["betas": .list([.number(0.9), .number(1)])])])
    let several = try Fixtures.study(
      one(optimizer: "fo-adam: { betas: [[0.9, 0.99], [0.8, 0.9]] }"))
    #expect(several.cells.count == 2)
  }

  @Test func theMostParticularRunSettingWins() throws {
    let text = """
      zobench: 1
      models: [tiny-opt: { steps: 1, batch: 1, train: 1, dev: 1 }]
      tasks: [mini-sst2: { steps: 2, batch: 2, train: 2 }]
      schemes: [ft: { steps: 3, batch: 3 }]
      optimizers: [zo-sgd: { steps: 4 }]
      seeds: [0]
      defaults: { steps: 9, batch: 9, train: 9, dev: 9, test: 9, weights: bf16 }
      """
    let run = try #require(try Fixtures.study(text).cells.first).run
    let sizes: [Int] = [run.steps, run.batch, run.train, run.dev, run.test]
    #expect(sizes == [4, 3, 2, 1, 9])
    #expect(run.weights == .bf16)
    #expect(run.evaluations == RunSettings().evaluations)
  }

  @Test func onlyWrittenSettingsAreKept() throws {
    let cell = try #require(
      try Fixtures.study(one(optimizer: "zo-sgd: { epsilon: 1e-2 }")).cells.first)
    #expect(cell.optimizer.settings == ["epsilon": .number(0.01)])
    #expect(cell.task.settings.isEmpty)
  }

  @Test func exclusionsMoveCellsAside() throws {
    let study = try Fixtures.study(
      Fixtures.grid
        + "exclude:\n  - { optimizer: zo-*, task: [mini-copa], because: too slow here }\n")
    #expect(study.cells.count == 3)
    #expect(study.excluded.map(\.cell.name) == ["tiny-opt / mini-copa / ft / zo-sgd"])
    #expect(study.excluded.map(\.because) == ["too slow here"])
  }

  @Test func searchesGoIntoTheirCells() throws {
    let study = try Fixtures.study(
      Fixtures.grid + "tune:\n  - { optimizer: fo-adam, learningRate: [1e-4, 1] }\n")
    #expect(study.cells[0].tune == ["learningRate": [.number(1e-4), .number(1)]])
    #expect(study.cells[0].points.count == 2)
    #expect(study.cells[1].tune.isEmpty)
  }

  @Test func directoriesAreRelativeToTheFile() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-grids-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("here"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = one(optimizer: "zo-sgd")
      .replacingOccurrences(of: "[tiny-opt]", with: "[tiny-opt, ../opt: { steps: 3 }, here, /a/b]")
    let file = folder.appendingPathComponent("study.grid")
    try Data((text + "data: corpus\n").utf8).write(to: file)
    let study = try GridFile.read(file, vocabulary: Fixtures.vocabulary)
    let parent = folder.deletingLastPathComponent().standardizedFileURL.path
    #expect(
      study.cells.map(\.model.name) == [
        "tiny-opt", parent + "/opt", folder.standardizedFileURL.path + "/here", "/a/b",
      ])
    #expect(study.cells[1].run.steps == 3)
    #expect(study.dataDirectory == folder.standardizedFileURL.path + "/corpus")
    #expect(study.name == "study")
  }

  @Test func missingFilesAreMissing() {
    let file = URL(fileURLWithPath: "/nonexistent/x.grid")
    let error = #expect(throws: GridProblems.self) {
      try GridFile.read(file, vocabulary: Fixtures.vocabulary)
    }
    #expect(error?.exitCode == 66)
  }

  /// Copies of a cell share its run settings: none sees what is changed in another one, and a cell
  /// is written with the settings in it, as plain values.
  @Test func copiesOfACellAreTheirOwn() throws {
    let cell = try Fixtures.study(Fixtures.grid).cells[0]
    var other = cell
    #expect(other == cell && Set([cell, other]).count == 1)
    other.run.batch += 1
    #expect(other != cell && other.run.batch == cell.run.batch + 1)
    other.run.batch -= 1
    #expect(other == cell && Set([cell, other]).count == 1)
    let written = try JSONEncoder().encode(cell)
    let tree = try JSONSerialization.jsonObject(with: written) as? [String: Any]
    let run = tree?["run"] as? [String: Any]
    #expect(run?["batch"] as? Int == cell.run.batch)
    #expect(try JSONDecoder().decode(Cell.self, from: written) == cell)
  }

  private func one(optimizer: String) -> String {
    """
    zobench: 1
    models: [tiny-opt]
    tasks: [mini-sst2]
    schemes: [ft]
    optimizers:
      - \(optimizer)
    seeds: [0]

    """
  }
}
