import Vocabulary

extension ResultStore {
  /// The runs that a process had when it went away without a word: killed, perhaps for its memory.
  ///
  /// Runs whose claim stands are not among them.
  package func abandoned(
    among identities: [Identity]
  ) throws(StorageProblem) -> Set<Identity> {
    let living = try claims(of: identities)
    let silent = try attempts().filter { $0.ended == nil || $0.outcome == AttemptRecord.lost }
    let runs = Set(silent.map(\.run))
    guard !runs.isEmpty else { return [] }
    return Set(identities.filter { living[$0] == nil && runs.contains($0.digest.hex) })
  }
}
