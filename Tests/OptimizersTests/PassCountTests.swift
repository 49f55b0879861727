import Optimizers
import Tensors
import Testing
import Vocabulary

/// The passes of a run in closed form are the passes of its steps added up.
struct PassCountTests {
  private static let components: [Component] = CatalogContractTests.components + rising + periods

  private static let rising: [Component] = ["linear", "cosine"].flatMap { schedule in
    ["zo-sgd", "fzoo"].map { name in
      Component(name, ["queries": .integer(9), "queriesSchedule": .text(schedule)])
    }
  }

  private static let periods: [Component] = [
    Component("mezo-svrg", ["interval": .integer(1)]),
    Component("dizo", ["interval": .integer(1)]),
    Component("dizo", ["interval": .integer(6)]),
    Component("adazeta", ["mostQueries": .integer(20)]),
  ]

  @Test(arguments: components) func isTheSumOfItsSteps(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let (layout, data) = (Parabola.blocks, DataPass(examples: 50, batch: 16))
    let everything = Set(layout.slices.map(\.index))
    for steps in [0, 1, 2, 7, 40, 41, 333] {
      let sum = (0..<steps).reduce(StepCost()) { sum, step in
        let moment = Moment(step: step + 1, horizon: steps, data: data)
        return sum + optimizer.cost(at: moment, layout, trainable: everything)
      }
      #expect(
        optimizer.cost(over: steps, layout, trainable: everything, data: data) == sum,
        "\(steps) steps")
    }
  }

  /// Were it in proportion to the steps, this would take years.
  @Test(arguments: components) func takesNoTimeOfTheSteps(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let everything = Set(Parabola.blocks.slices.map(\.index))
    let few = optimizer.cost(over: 1000, Parabola.blocks, trainable: everything)
    let many = optimizer.cost(over: 1 << 40, Parabola.blocks, trainable: everything)
    #expect(many.passes > few.passes)
  }

  @Test func costsBeyondTheIntegersAreTheLargest() {
    let cost = StepCost(forwards: 3, backwards: 1) * (Int.max / 2)
    #expect(cost.forwards == .max && cost.passes == .max)
    #expect((cost + cost).forwards == .max)
  }

  @Test(arguments: 1...9) func beatsAreCounted(period: Int) {
    for first in 1..<12 {
      for end in first..<25 {
        let stretch = Stretch(first..<end, horizon: 30)
        #expect(
          stretch.beats(every: period) == (first..<end).count { ($0 - 1) % period == 0 })
      }
    }
  }
}
