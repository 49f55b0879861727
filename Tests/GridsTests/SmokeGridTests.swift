import Foundation
import Grids
import Testing
import Vocabulary

/// The committed studies are read by the reader they are written for.
struct SmokeGridTests {
  @Test func smokeGridIsReadable() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Grids/smoke.grid").standardizedFileURL
    var vocabulary = Fixtures.vocabulary
    vocabulary.entries[.optimizer]?.append(
      ComponentDescription(name: "fo-sgd", summary: "", defaults: ["learningRate": .number(1e-3)]))
    let study = try GridFile.read(file, vocabulary: vocabulary)
    #expect(study.cells.map(\.optimizer.name) == ["fo-sgd", "fo-adam", "zo-sgd"])
    #expect(!study.question.isEmpty)
  }
}
