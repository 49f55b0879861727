import Tensors
import Vocabulary

/// Where the state of an optimizer lies, and what it takes, computed without allocating.
struct StatePlan {
  let space: TrainedSpace
  /// Coordinates of each slice, by its index; empty when no rule acts on coordinates.
  private let shapes: [Int: CoordinateShape]
  private let coordinateStarts: [Int: Int]
  private let coordinateCount: Int
  private let slots: Int
  private let coordinateSlots: Int
  let scalars: Int
  let memory: Int
  /// Elements of a chunk of weights, and of all coordinates of one slice.
  let chunk: Int
  let coordinates: Int
  /// Chunks that rules need for themselves.
  let ruleChunks: Int
  /// Chunks that may be on their way at once, each with scratch of its own: a number that no
  /// forecast has to know the machine for.
  let places: Int
  let coordinateChunks: Int

  static let chunkFloats = 8192
  private static let mostPlaces = 8

  init(_ optimizer: Optimizer, _ space: TrainedSpace) {
    self.space = space
    var shapes: [Int: CoordinateShape] = [:]
    var starts: [Int: Int] = [:]
    var count = 0
    if !optimizer.coordinateUpdate.isEmpty {
      for slice in space.slices {
        let shape = optimizer.recipe?.shape(of: slice) ?? .whole(slice)
        shapes[slice.index] = shape
        starts[slice.index] = count
        count += shape.count
      }
    }
    self.shapes = shapes
    coordinateStarts = starts
    coordinateCount = count
    slots = optimizer.slots
    coordinateSlots = optimizer.coordinateUpdate.reduce(0) { $0 + $1.slots }
    scalars = (optimizer.coordinateUpdate + optimizer.update).reduce(0) { $0 + $1.scalars }
    memory = optimizer.source.estimator?.memory(parts: space.partCount) ?? 0
    chunk = min(space.longest, Self.chunkFloats)
    coordinates = shapes.values.map(\.count).max() ?? 0
    ruleChunks = optimizer.update.map(\.scratch).max() ?? 0
    let mostPlaces = optimizer.movesConcurrently ? Self.mostPlaces : 1
    places = min(mostPlaces, chunk > 0 ? (space.longest + chunk - 1) / chunk : 1)
    coordinateChunks = optimizer.coordinateUpdate.map(\.scratch).max() ?? 0
  }

  /// Slots, coordinate slots, scalars and the estimator's memory.
  var state: Blueprint.Block { .floats("state", startOfMemory + memory, .optimizerState) }

  /// Two chunks for the estimate and the weights and what rules need, per place.
  var placeFloats: Int { (2 + ruleChunks) * chunk }

  /// All places, and the coordinates.
  var scratch: Blueprint.Block {
    let ofCoordinates = coordinates > 0 ? (1 + coordinateChunks) * coordinates : 0
    return .floats("scratch", places * placeFloats + ofCoordinates, .scratch)
  }

  func shape(of slice: Slice) -> CoordinateShape { shapes[slice.index] ?? .whole(slice) }

  /// Where slot `slot` of a slice begins.
  func start(slot: Int, of slice: Slice) -> Int { slot * space.count + space.start(of: slice) }

  /// Where coordinate slot `slot` of a slice begins.
  func start(coordinateSlot slot: Int, of slice: Slice) -> Int {
    slots * space.count + slot * coordinateCount + (coordinateStarts[slice.index] ?? 0)
  }

  var startOfScalars: Int { slots * space.count + coordinateSlots * coordinateCount }
  var startOfMemory: Int { startOfScalars + scalars }
}

extension Optimizer {
  /// Bytes that an iterate takes beside the weights, per account.
  ///
  /// - Parameter outputs: floats of a problem's outputs, for the largest batch.
  public func memory(
    _ layout: Layout, trainable: Set<Int>, outputs: Int = 1
  ) -> AccountBytes {
    let space = space(layout, trainable: trainable)
    let plan = StatePlan(self, space)
    var blueprint: Blueprint = [plan.state, plan.scratch, changes(outputs)]
    if let recipe {
      let isDirect = DirectionField.isDirect(
        recipe, isElementwise: stepMask?.isElementwise ?? false)
      blueprint = blueprint + DirectionField.blueprint(isDirect: isDirect)
      if integers == .scales { blueprint = blueprint + ScaleDirections.blueprint }
    }
    if let stepMask { blueprint = blueprint + ActiveSet.blueprint(space, stepMask) }
    if anchoring != nil { blueprint = blueprint + Anchor.blueprint(space) }
    if let recipe { blueprint = blueprint + recipe.blueprint(space) }
    return beside.reduce(blueprint.bytes) {
      $0 + $1.memory(layout, trainable: trainable, outputs: outputs)
    }
  }

  /// Changes of outputs that its estimator keeps, of so many floats each.
  func changes(_ outputs: Int) -> Blueprint.Block {
    .floats("changes", (source.estimator?.oracle.window ?? 0) * outputs, .optimizerState)
  }
}
