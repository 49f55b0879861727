import GRDB
import Vocabulary

/// A row of `news`: where the running trial of a run stands.
struct NewsRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "news"

  var run: String
  var trial: Int
  var trials: Int
  var step: Int
  var steps: Int
  /// Nil when it was no number.
  var loss: Double?
  var forwards: Int
  var backwards: Int
  var stored: String

  init(_ news: TrialNews, run: String, at now: String) {
    self.run = run
    (trial, trials) = (news.trial, news.trials)
    (step, steps) = (news.step, news.steps)
    loss = news.loss.isNaN ? nil : news.loss
    (forwards, backwards) = (news.spent.forwards, news.spent.backwards)
    stored = now
  }

  var news: TrialNews {
    TrialNews(
      trial: trial, trials: trials, step: step, steps: steps, loss: loss ?? .nan,
      spent: StepCost(forwards: forwards, backwards: backwards))
  }
}
