import Vocabulary

/// A few examples of each class to train on and as many for development, as LM-BFF draws them.
///
/// All examples are shuffled with NumPy's legacy generator and grouped by class, the classes in
/// the order in which they first appear; each gives its first k to training and its next k to
/// development (Gao et al. 2021, arXiv 2012.15723).
package struct ShotSample: Hashable, Sendable {
  package var train: [Example]
  package var dev: [Example]
  /// The sample's own test part; nil is the task's.
  package var test: [Example]?

  /// Parts that were drawn already.
  package init(train: [Example], dev: [Example], test: [Example]? = nil) {
    self.train = train
    self.dev = dev
    self.test = test
  }

  /// - Throws: a problem that says which class has fewer than `count` examples.
  package init(
    of examples: [Example], _ count: Int, seed: UInt32, task: String
  ) throws(InputProblem) {
    var random = LegacyRandomState(seed: seed)
    var order: [Int] = []
    var classes: [Int: [Example]] = [:]
    for index in random.permutation(examples.count) {
      let gold = examples[index].gold
      if classes[gold] == nil { order.append(gold) }
      guard classes[gold, default: []].count < 2 * count else { continue }
      classes[gold, default: []].append(examples[index])
    }
    for gold in order.sorted() where classes[gold, default: []].count < count {
      throw InputProblem(
        at: "task '\(task)'",
        "'shots' is \(count), but class \(gold) has \(classes[gold, default: []].count) examples")
    }
    train = order.flatMap { classes[$0, default: []].prefix(count) }
    dev = order.flatMap { classes[$0, default: []].dropFirst(count) }
  }

  /// The test examples: all of a validation part, or of a larger one `most` chosen with seed 42.
  package static func test(_ examples: [Example], most: Int) -> [Example] {
    guard examples.count > most else { return examples }
    var random = LegacyRandomState(seed: 42)
    return random.permutation(examples.count).prefix(most).map { examples[$0] }
  }
}
