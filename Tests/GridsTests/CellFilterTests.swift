import Foundation
import Grids
import Testing
import Vocabulary

struct CellFilterTests {
  private static let cell = SeededCell(
    Cell(
      model: Component("/data/opt-125m"), task: Component("mini-sst2", ["prompt": .text("mezo")]),
      scheme: Component("ft"), optimizer: Component("zo-sgd", ["learningRate": .number(1e-3)])),
    seed: 10)

  @Test(arguments: [
    "", "optimizer=zo-*", "optimizer=*", "optimizer=fo-*|zo-sgd", "seed=10", "seed=0|1*",
    "optimizer=zo-*,task=mini-sst2|mini-copa,seed=10", "optimizer.learningRate=1e-3",
    "optimizer.learningRate=0.0010|7", "task.prompt=m*", "model=opt-125m", "model=/data/opt-125m",
    "run.steps=1000", " scheme = ft ", "optimizer=*o*s*d", "run.weights=f32",
  ])
  func admits(text: String) throws { #expect(try CellFilter(text).admits(Self.cell)) }

  @Test(
    arguments: [
      "optimizer=zo", "optimizer=fo-*", "seed=1", "seed=0|1", "optimizer=zo-*,seed=0", "scheme=",
      "optimizer.learningRate=1e-4", "optimizer.epsilon=1e-3", "task.prompt=me", "run.steps=999",
      "optimizer=*o*s*x", "model=opt",
    ].filter { !$0.hasSuffix("=") })
  func refuses(text: String) throws { #expect(try !CellFilter(text).admits(Self.cell)) }

  @Test(arguments: [
    ("optimiser=zo", "--only: there is no key 'optimiser'; did you mean 'optimizer'?"),
    ("zo-sgd", "--only: 'zo-sgd' is not a condition; write for example optimizer=zo-*"),
    ("seed=a", "--only: the seed 'a' is not an integer"),
    ("run.step=1", "--only: there is no key 'step'; did you mean 'steps'?"),
    ("task=a|", "--only: 'task=a|' has an empty value; write for example task=…|…"),
    ("task=a,", "--only: '' is not a condition; write for example optimizer=zo-*"),
  ])
  func mistakesAreNamed(text: String, message: String) {
    let problem = #expect(throws: InputProblem.self) { try CellFilter(text) }
    #expect(problem?.description == message)
  }

  @Test func manyStarsAreQuick() throws {
    let stars = String(repeating: "a*", count: 500)
    let name = String(repeating: "a", count: 5000) + "b"
    let cell = SeededCell(
      Cell(
        model: Component(name), task: Component("t"), scheme: Component("s"),
        optimizer: Component("o")), seed: 0)
    #expect(try !CellFilter("model=\(stars)c").admits(cell))
  }
}
