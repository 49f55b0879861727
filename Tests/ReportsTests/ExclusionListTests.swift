import Reports
import Testing
import Vocabulary

struct ExclusionListTests {
  private func cell(_ scheme: String, _ optimizer: String, _ model: String = "tiny-opt") -> Cell {
    Cell(
      model: Component(model), task: Component("mini-sst2"), scheme: Component(scheme),
      optimizer: Component(optimizer))
  }

  @Test func aProductOfListsIsALine() {
    var cells: [(cell: Cell, because: String)] = []
    for model in ["tiny-opt", "tiny-llama"] {
      for scheme in ["head", "prompt"] {
        for optimizer in ["lezo", "adalezo", "adafzoo"] {
          cells.append((cell(scheme, optimizer, model), "no blocks"))
        }
      }
    }
    #expect(
      ExclusionList(cells).lines == [
        "excluded: 12 cells, tiny-opt, tiny-llama / mini-sst2 / head, prompt / lezo, adalezo, "
          + "adafzoo: no blocks"
      ])
  }

  @Test func everyCellIsInOneLine() {
    let lines = ExclusionList([
      (cell("ft", "lezo"), "too slow"), (cell("head", "lezo"), "no blocks"),
      (cell("head", "adalezo"), "no blocks"), (cell("prompt", "lezo"), "no blocks"),
    ]).lines
    #expect(
      lines == [
        "excluded: tiny-opt / mini-sst2 / ft / lezo: too slow",
        "excluded: 2 cells, tiny-opt / mini-sst2 / head / lezo, adalezo: no blocks",
        "excluded: tiny-opt / mini-sst2 / prompt / lezo: no blocks",
      ])
  }

  @Test func nothingIsSaidOfNothing() { #expect(ExclusionList([]).lines.isEmpty) }
}
