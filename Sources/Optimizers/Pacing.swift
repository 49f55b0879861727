import Vocabulary

/// How rates change over a run: settings that every optimizer has.
///
/// With `learningRate: auto` the rate is κ over the measured curvature along the estimates.
package struct Pacing: Settings {
  @Setting(.constant, "How the learning rate changes over the run.")
  package var schedule: Schedule.Form
  @Setting(0, .notNegative, "Over which the learning rate rises to its peak.", unit: "steps")
  package var warmUp: Int
  @Setting(0, .unit, "The share of the peak at which a falling schedule ends.")
  package var floor: Double
  @Setting(.constant, "How the probing distance changes over the run.")
  package var epsilonSchedule: Schedule.Form
  @Setting(.constant, "How the queries rise to the setting `queries` over the run.")
  package var queriesSchedule: Schedule.Form
  @Setting(0.1, .positive, "κ of the learning rate `auto`.") package var kappa: Float

  package init() {}

  /// What a family makes its parts with.
  func schedules(isAutomatic: Bool) -> Schedules {
    Schedules(
      rates: Schedule(schedule, warmUp: warmUp, floor: floor),
      // A distance of nothing would divide by zero.
      distances: Schedule(epsilonSchedule, floor: max(floor, 0.01)),
      rise: queriesSchedule.rise, kappa: isAutomatic ? kappa : nil)
  }

  static let names = Set(declarations.map(\.name))
}
