import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Vocabulary

/// Bytes that a cell will take, from its programs and the largest batches that they will see.
package struct MemoryForecast: Sendable {
  let resolution: Resolution
  let objective: Objective
  /// The rows of the vocabulary head that training needs.
  let head: HeadRows
  /// The largest training batch and the largest evaluation batch, in every respect.
  package let trainingCapacity: Extents
  let evaluationCapacity: Extents
  /// The largest batch of a pass over all training data, for optimizers that make one.
  var dataCapacity = Extents()
  /// The room for answers that are generated in an evaluation, and in a training step.
  var answerRoom = GenerationRoom()
  var trainedAnswerRoom = GenerationRoom()
  /// Bytes of the data sets as token ids.
  var examples = 0
  /// Of the tasks that the weights are scored on as well.
  var others: [OtherRoom] = []
  /// The largest batch whose features a probe asks for, the tokens that it asks about in all, and
  /// the different ones among them.
  var probeCapacity = Extents()
  var probedTokens = 0
  var probedClasses = 0

  /// Bytes of a training step.
  package func training(_ optimizer: Optimizer) -> MemoryProfile {
    training(optimizer, TrainingProgram(resolution, optimizer, objective, head: head))
  }

  /// Bytes of a training step whose program is `step`.
  func training(_ optimizer: Optimizer, _ step: TrainingProgram) -> MemoryProfile {
    training(held(optimizer), step)
  }

  /// Bytes of a training step beside those that are `held`.
  func training(_ held: AccountBytes, _ step: TrainingProgram) -> MemoryProfile {
    guard resolution.scheme.learning == .steps else { return fitting(held) }
    let bytes = step.memory(capacity: capacity(step), room: trainedAnswerRoom) + held
    return MemoryProfile(atPeak: bytes, peaks: bytes)
  }

  /// The largest batch that the steps of a program see.
  func capacity(_ step: TrainingProgram) -> Extents {
    step.needsData ? trainingCapacity.union(dataCapacity) : trainingCapacity
  }

  /// Bytes of what is done instead of training steps: nothing, or the fit of a probe.
  private func fitting(_ held: AccountBytes) -> MemoryProfile {
    guard resolution.scheme.learning == .probe else { return MemoryProfile() }
    let (passes, fit) = FeatureProgram(resolution).memory(
      capacity: probeCapacity, features: probedTokens, classes: probedClasses)
    return [passes + held, fit + held].reduce(MemoryProfile()) {
      $0.merged(with: MemoryProfile(atPeak: $1, peaks: $1))
    }
  }

  /// Bytes of an evaluation between training steps, and of the comparison with the first weights.
  package func evaluation(_ optimizer: Optimizer) -> MemoryProfile { evaluation(held(optimizer)) }

  /// The same beside what is `held`.
  func evaluation(_ held: AccountBytes) -> MemoryProfile {
    let answers = resolution.task.metric.isOfAnswers ? answerRoom : nil
    let rooms = [OtherRoom(capacity: evaluationCapacity, answers: answers)] + others
    var phases = rooms.flatMap { room in
      let evaluation = resolution.evaluationBytes(room.capacity, room.answers)
      return [evaluation.scoring] + (evaluation.answers.map { [$0] } ?? [])
    }
    if resolution.scheme.learning == .steps { phases += DriftReading.phases(resolution) }
    return phases.map { $0 + held }.reduce(MemoryProfile()) {
      $0.merged(with: MemoryProfile(atPeak: $1, peaks: $1))
    }
  }

  /// The larger of the two phases.
  func peakBytes(_ optimizer: Optimizer) -> Int {
    max(training(optimizer).peakBytes, evaluation(optimizer).peakBytes)
  }

  /// What is held from the first step to the last: weights, frozen ones too, wherever they lie,
  /// the optimizer's own, and the examples.
  func held(_ optimizer: Optimizer) -> AccountBytes {
    let bytes = Iterate.memory(
      resolution.layout, trainable: resolution.trainable, optimizer: optimizer,
      outputs: outputs(of: optimizer))
    return bytes + resolution.parameterBytes + AccountBytes([.examples: examples])
  }
}

extension MemoryForecast {
  /// Floats of what a displacement changes in the outputs, for the largest batch.
  package func outputs(of optimizer: Optimizer) -> Int {
    guard optimizer.needsOutputs else { return 1 }
    let pass = resolution.lossPass(resolution.lossKey(objective, head: head))
    return OutputBlock.floats(width: pass.graph.shape(pass.rows).columns, trainingCapacity)
  }

  /// Of a cell on its sample.
  ///
  /// - Parameter size: of the training, divided as the cell is.
  init(_ resolution: Resolution, _ sized: SizedSample, _ size: TrainingSize) {
    self.init(
      resolution: resolution, objective: resolution.objective, head: sized.head,
      trainingCapacity: size.capacity,
      evaluationCapacity: sized.evaluation(by: resolution.evaluationBatch))
    examples = sized.bytes
    dataCapacity = size.dataCapacity
    answerRoom = sized.answers(by: resolution.answerBatch)
    trainedAnswerRoom = size.answerRoom
    guard resolution.scheme.learning == .probe else { return }
    let probed = ProbeData(sized.sample.train)
    probeCapacity = probed.capacity
    probedTokens = probed.count
    probedClasses = probed.classes.count
  }

  /// Answers of a forecast example: the classes of a probe.
  package static let answers = 2

  /// Of a model without a task: `batch` examples of `length` tokens, each with two answers of one
  /// token.
  package init(_ resolution: Resolution, batch: Int, length: Int) {
    let answer = Continuation(tokens: [0], scored: 1, after: length)
    let example = EncodedExample(
      shared: Array(repeating: 0, count: length),
      candidates: Array(repeating: answer, count: Self.answers), gold: 0
    ).following(resolution.network.virtualTokens)
    let one = Packer.candidates([example]).extents
    func extents(_ count: Int) -> Extents {
      (0..<count).reduce(Extents()) { sum, _ in sum.appending(one) }
    }
    let evaluated = extents(resolution.evaluationBatch)
    self.init(
      resolution: resolution, objective: .classification, head: .vocabulary,
      trainingCapacity: extents(
        resolution.cell.run.microBatch > 0 ? min(batch, resolution.microBatch) : batch),
      evaluationCapacity: evaluated, probeCapacity: extents(RunPlan.evaluationBatch),
      probedTokens: 1000, probedClasses: Self.answers)
  }
}
