import Tasks
import Testing
import Vocabulary

@Suite struct PromptTests {
  private func first(_ name: String) throws -> Example {
    try TaskCatalog.make(Component(name), data: nil).examples(.validation)[0]
  }

  @Test func sentimentAsksHowItWas() throws {
    let example = try first("mini-sst2")
    #expect(example.prompt.hasSuffix(" . It was"))
    #expect(example.options == [" terrible", " great"])
  }

  @Test func consequencesFollowSoOrBecause() throws {
    let examples = try TaskCatalog.make(Component("mini-copa"), data: nil).examples(.validation)
    let effects = examples.filter { $0.prompt.hasSuffix(" so ") }
    let causes = examples.filter { $0.prompt.hasSuffix(" because ") }
    #expect(effects.count + causes.count == examples.count)
    #expect(effects.count > 400 && causes.count > 400)
    // The space before the full stop stays, as MeZO's.
    #expect(examples.allSatisfy { !$0.prompt.contains(".") && $0.prompt.contains("  ") })
    #expect(examples.flatMap(\.options).allSatisfy { $0 == $0.lowercased() })
  }

  @Test func blanksAreFilledAndTheSentenceGoesOn() throws {
    let example = try first("mini-winogrande")
    #expect(example.prompt.contains(" because ") && example.prompt.hasSuffix(" "))
    let rests = example.options.map { $0.split(separator: " ").dropFirst() }
    #expect(rests[0] == rests[1] && rests[0].count >= 2)
  }
}
