import Vocabulary

/// Builds from modified sources do not stand beside others: nobody can say what they ran.
package struct CleanBuilds: ResultRule {
  package static let name = "clean-builds"
  package static let sentence = "no build of modified sources is mixed with others"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    let counts = Dictionary(
      grouping: subject.runs.compactMap { $0.machine?.version }, by: { $0 }
    ).mapValues(\.count)
    guard counts.count > 1 else { return [] }
    return counts.sorted { $0.key < $1.key }.filter { $0.key.contains("dirty") }
      .map { "\($0.value) runs are from '\($0.key)', beside \(counts.count - 1) other builds" }
  }
}
