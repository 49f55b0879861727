import Vocabulary

/// How quantities change over a run: what a family makes its parts with.
///
/// A part takes its rate and its distance as a `Scheduled`, so that they are scheduled from the
/// moment when it is made, whichever part it is:
///
/// ```swift
/// let estimator = TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries)
/// return Optimizer(
///   schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
/// ```
public struct Schedules: Hashable, Sendable {
  /// Of learning rates.
  public var rates: Schedule
  /// Of probing distances.
  public var distances: Schedule
  /// How the number of queries rises to the one that is given; nil is not at all.
  package var rise: RisingQueries.Rise?
  /// κ of a rate that is chosen during the run; nil where it is a number.
  package var kappa: Float?

  /// Everything is constant when nothing is said.
  package init(
    rates: Schedule = .constant, distances: Schedule = .constant,
    rise: RisingQueries.Rise? = nil, kappa: Float? = nil
  ) {
    self.rates = rates
    self.distances = distances
    self.rise = rise
    self.kappa = kappa
  }

  /// A learning rate.
  public func rate(_ peak: Float) -> Scheduled { Scheduled(peak, rates) }

  /// A probing distance; a method's own schedule comes before the run's.
  public func distance(_ peak: Float, own: Schedule = .constant) -> Scheduled {
    Scheduled(peak, own == .constant ? distances : own)
  }

  /// The rule that makes a step of the estimate: the last of a chain, as a rule.
  public func descent(_ peak: Float) -> any UpdateRule {
    guard let kappa else { return LearningRate(rate(peak)) }
    return CurvatureRate(kappa: kappa, schedule: rates)
  }

  /// Probes whose queries rise over the run, where that is wished and there is a number of them.
  public func probes(
    _ estimator: any Estimator, along recipe: any DirectionRecipe
  ) -> Optimizer.Source {
    guard let rise, let counted = estimator.counted else {
      return .probes(estimator, along: recipe)
    }
    return .probes(RisingQueries(counted, rise), along: recipe)
  }

  /// What an optimizer must offer that was made with these schedules: none is passed over.
  var needs: [Need] {
    var needs: [Need] = []
    if kappa != nil {
      needs.append(
        Need(.automaticRate, in: "learningRate", "a number: the rate is part of its method"))
    }
    if rise != nil {
      needs.append(
        Need(
          .risingQueries, in: "queriesSchedule",
          "constant: it has no number of queries to choose"))
    }
    return needs
  }
}
