import Foundation
import Testing

/// `generate`: what a model writes after a text.
@Suite(.tags(.process)) struct GenerateTests {
  private struct Generated: Decodable {
    var prompt: [Int32]
    var ids: [Int32]
    var text: String
    var isStopped: Bool
  }

  @Test func textComesAsTextAndAsJSON() throws {
    let scratch = try Scratch()
    let arguments = [
      "generate", "--model", "tiny-opt", "--text", "The film was", "--max-tokens", "7",
    ]
    let plain = try RunningProgram(arguments, in: scratch).finish()
    let json = try RunningProgram(arguments + ["--json"], in: scratch).finish()
    #expect(plain.status == 0 && json.status == 0, "\(plain.err) \(json.err)")
    let generated = try JSONDecoder().decode(Generated.self, from: Data(json.out.utf8))
    #expect(generated.prompt.count > 2 && (1...7).contains(generated.ids.count))
    #expect(generated.isStopped || generated.ids.count == 7)
    #expect(plain.out.contains(generated.text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @Test func wrongUseIsRefused() throws {
    let scratch = try Scratch()
    func status(_ arguments: String...) throws -> Int32 {
      try RunningProgram(["generate", "--text", "a"] + arguments, in: scratch).finish().status
    }
    #expect(try status("--model", "tiny-opt", "--max-tokens", "0") == 64)
    #expect(try status("--model", "no-such-model") == 66)
  }
}
