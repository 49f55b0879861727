import Vocabulary

/// The examples that a cell uses, carved from a task's parts as MeZO does.
///
/// A permutation of the training part gives the first `train + dev` examples, of which the last
/// `dev` are for development; the first `test` of a permutation of the validation part are the
/// test. When the training part is too small, all of it is used and dev is still cut from its end.
/// A task with a k-shot sample uses that for training and development whatever the sizes asked for.
package struct TaskSample: Sendable {
  package var train: [Example]
  package var dev: [Example]
  package var test: [Example]
  /// Digest of the task, its objective and of all examples in order.
  package var digest: ContentDigest
  /// Whether the task's files say which examples there are, whatever the run asks for.
  package private(set) var isGiven = false

  /// - Throws: what the task throws, and a problem when a part is left without examples.
  package init(of task: any FineTuningTask, _ run: RunSettings) throws(InputProblem) {
    let seed = try Self.seed(run)
    try Self.check(run)
    if let shots = try task.shots() {
      (train, dev) = (shots.train, shots.dev)
      isGiven = true
      let validation = if let own = shots.test { own } else { try task.examples(.validation) }
      test = ShotSample.test(validation, most: run.test)
    } else {
      let training = Self.draw(try task.examples(.train), seed, count: run.train + run.dev)
      let border = max(0, training.count - run.dev)
      train = Array(training[..<border])
      dev = Array(training[border...])
      test = Self.draw(try task.examples(.validation), seed, count: run.test)
    }
    digest = Self.digest(task, [train, dev, test])
    guard !train.isEmpty, !test.isEmpty else {
      throw InputProblem(
        at: "task '\(task.name)'",
        "\(train.count + dev.count) examples leave \(train.count) for training after "
          + "\(run.dev) for dev, and \(test.count) for test; ask for less or give more data")
    }
  }

  /// The first examples of each part in the order of the files, as measurements take them.
  package init(inFileOrder task: any FineTuningTask, _ run: RunSettings) throws(InputProblem) {
    try Self.check(run)
    let validation = try task.examples(.validation)
    train = Array(try task.examples(.train).prefix(run.train))
    dev = Array(validation.prefix(run.dev))
    test = Array(validation.prefix(run.test))
    digest = Self.digest(task, [train, dev, test])
    guard !train.isEmpty, !test.isEmpty else {
      throw InputProblem(at: "task '\(task.name)'", "has no examples")
    }
  }

  /// Examples that are only asked about: they stand in the place of the development data.
  ///
  /// - Parameter train: what demonstrations are taken from.
  package init(asking examples: [Example], train: [Example]) {
    (self.train, dev, test) = (train, examples, [])
    digest = ContentDigest(of: canonicalJSON(examples))
  }

  /// The examples of a split.
  package subscript(split: Split) -> [Example] {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  private static func seed(_ run: RunSettings) throws(InputProblem) -> UInt32 {
    guard let seed = UInt32(exactly: run.dataSeed) else {
      throw InputProblem(at: "dataSeed", "is \(run.dataSeed); it must be 0 to \(UInt32.max)")
    }
    return seed
  }

  private static func check(_ run: RunSettings) throws(InputProblem) {
    let sizes = [("train", run.train, 1), ("dev", run.dev, 0), ("test", run.test, 1)]
    for (name, size, least) in sizes where size < least || size > 1 << 31 {
      throw InputProblem(at: name, "is \(size); it must be \(least) to \(1 << 31)")
    }
  }

  private static func draw(_ examples: [Example], _ seed: UInt32, count: Int) -> [Example] {
    var random = LegacyRandomState(seed: seed)
    return random.permutation(examples.count).prefix(count).map { examples[$0] }
  }

  private static func digest(
    _ task: any FineTuningTask, _ splits: [[Example]]
  ) -> ContentDigest {
    let head = "\(task.name) \(task.version) \(task.objective.rawValue)"
    return ContentDigest(of: head + "\n" + canonicalJSON(splits))
  }
}

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
