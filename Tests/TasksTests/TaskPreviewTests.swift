import Tasks
import Testing
import Vocabulary

@Suite struct TaskPreviewTests {
  @Test func countsAndBalancesThePartsThatAreThere() throws {
    let fixture = try Fixture(["SST-2/train.tsv": "sentence\tlabel\na\t1\nb\t0\nc\t1\n"])
    let preview = try TaskPreview(of: Component("sst2"), data: fixture.data, limit: 2)
    #expect(preview.parts.map(\.examples) == [3, 0])
    #expect(preview.parts[0].balance == ["great": 2, "terrible": 1])
    #expect(preview.parts[1].missing?.contains("SST-2/dev.tsv") == true)
    #expect(preview.examples.count == 2)
  }

  @Test func showsShotsAsTheyAreDrawn() throws {
    let component = Component("mini-sst2", ["shots": .integer(2)])
    let preview = try TaskPreview(of: component, data: nil, limit: 99)
    #expect(preview.parts.map(\.name) == ["train", "dev", "validation"])
    #expect(preview.parts.map(\.examples) == [4, 4, 1000] && preview.examples.count == 4)
  }

  @Test func optionsThatDifferHaveNoBalance() throws {
    let preview = try TaskPreview(of: Component("mini-copa"), data: nil, limit: 0)
    #expect(preview.parts.allSatisfy { $0.balance == nil } && preview.examples.isEmpty)
  }
}
