import Foundation
import Notation
import Vocabulary

/// What `submit` handed over, as its directory keeps it in `submission.json`.
package struct Submission: Hashable, Codable, Sendable {
  package static let file = "submission.json"

  /// The scheduler's name.
  package var engine: String
  /// The grid, an absolute path.
  package var grid: String
  package var plan: JobPlan
  /// The identities of each shard's runs, as digests; the first is shard 1's.
  package var shards: [[String]]
  /// What the scheduler called the jobs, in the order in which they were handed over.
  package var jobs: [Job] = []

  /// A job of the scheduler.
  package struct Job: Hashable, Codable, Sendable {
    package var id: String
    /// The shards that it runs.
    package var shards: [Int]
    package var submitted: String

    package init(id: String, shards: [Int], submitted: String) {
      self.id = id
      self.shards = shards
      self.submitted = submitted
    }
  }

  package init(engine: String, grid: String, plan: JobPlan, parts: [ShardPlan.Part]) {
    self.engine = engine
    self.grid = grid
    self.plan = plan
    shards = parts.map { $0.identities.map(\.digest.hex) }
  }

  /// Where a shard's database is.
  package func database(of shard: Int) -> String { "\(plan.directory)/shards/\(shard).sqlite" }

  /// - Throws: that the directory holds no submission, or one that cannot be read.
  package static func read(_ directory: String) throws(InputProblem) -> Submission {
    let url = URL(fileURLWithPath: directory).appending(path: file)
    let data: Data
    do throws(FileProblem) {
      data = try RegularFile.contents(of: url)
    } catch {
      throw InputProblem(.missing, at: url.path, "\(error); was this submitted?")
    }
    do {
      return try JSONDecoder().decode(Submission.self, from: data)
    } catch {
      throw InputProblem(at: url.path, "is not what 'submit' writes: \(error)")
    }
  }
}
