import Tensors
import Vocabulary

extension Iterate {
  /// Moves one parameter through the update chain, chunk by chunk, several at once.
  func move(_ slice: Slice, by facts: StepFacts, _ gradient: (Slice) -> FloatView) {
    if moveAtOnce(slice, by: facts) { return }
    let mapped = coordinateStep(slice, by: facts)
    let chunks = (slice.count + StatePlan.chunkFloats - 1) / StatePlan.chunkFloats
    // Sums over chunks are made in their order.
    let isConcurrent = squares == nil && prepare(facts.estimate, in: slice, isMapped: mapped != nil)
    let places = isConcurrent ? min(plan.places, chunks) : 1
    Parallel.forEach(chunks, places: places) { number, place in
      let scratch = scratch.floats.part(place * plan.placeFloats, plan.placeFloats)
      let start = number * StatePlan.chunkFloats
      let piece = scratch.part(0, min(StatePlan.chunkFloats, slice.count - start))
      if let mapped {
        Kernels.fill(piece, 0)
        field?.directions.map?.expand(mapped, to: piece, of: slice, from: start)
      } else {
        fill(piece, with: facts.estimate, gradient, slice, from: start)
      }
      apply(piece, facts, to: slice, from: start, scratch)
    }
    noteMove(of: slice, by: facts.estimate)
  }

  /// Counts what moving a parameter reads and writes; see `movedBytes`.
  private func noteMove(of slice: Slice, by estimate: Estimate) {
    let slots =
      optimizer.slots * slice.count + coordinateState(of: slice).reduce(0) { $0 + $1.count }
    let gradient = estimate.terms == nil ? slice.count : 0
    ownMovedBytes += 2 * (weights.view(slice).byteCount + 4 * slots) + 4 * gradient
  }

  /// Moves a parameter in one go where the step is a number times independent directions, to the
  /// same bits; false where it is more than that.
  private func moveAtOnce(_ slice: Slice, by facts: StepFacts) -> Bool {
    guard let field, let elements = field.independent, let terms = facts.estimate.terms,
      facts.estimate.shift.isEmpty, optimizer.coordinateUpdate.isEmpty, squares == nil,
      weights.view(slice).grid == nil
    else { return false }
    let factors = optimizer.update.map { $0.factor(facts, in: slice) }
    guard !factors.contains(nil) else { return false }
    let moving = terms.filter { field.applies($0, to: slice) }
    guard !moving.isEmpty else { return true }
    Kernels.descend(
      weights.view(slice), by: moving, elements, tensor: slice.index, start: 0,
      times: factors.compactMap(\.self))
    noteMove(of: slice, by: facts.estimate)
    return true
  }

  /// Whether parts of what an estimate moves in a slice can be made at once.
  private func prepare(_ estimate: Estimate, in slice: Slice, isMapped: Bool) -> Bool {
    guard plan.places > 1, let field else { return true }
    let terms = (isMapped ? [] : estimate.terms ?? []) + estimate.shift
    return field.prepare(
      Set(terms.filter { field.applies($0, to: slice) }.map(\.key)), in: slice)
  }

  /// The Euclidean norm of an estimate, when a rule wants it.
  func norm(of estimate: Estimate, _ gradient: (Slice) -> FloatView) -> Double {
    guard optimizer.update.contains(where: { $0.needs.include(.norm) }) else { return 0 }
    var sum = 0.0
    for slice in space.slices where active?.slices.contains(slice.index) ?? true {
      for start in stride(from: 0, to: slice.count, by: StatePlan.chunkFloats) {
        let count = min(StatePlan.chunkFloats, slice.count - start)
        let piece = scratch.floats.part(0, count)
        fill(piece, with: estimate, gradient, slice, from: start)
        sum += Kernels.sumOfSquares(piece)
      }
    }
    return sum.squareRoot()
  }

  /// ‖z‖² of a key in each part of the parameters, the first part first.
  func squaredLengths(of key: RandomKey) -> [Float] {
    var sums = [Double](repeating: 0, count: space.partCount)
    let term = DirectionTerm(key: key, scale: 1)
    for slice in space.slices where field?.applies(term, to: slice) ?? false {
      for start in stride(from: 0, to: slice.count, by: StatePlan.chunkFloats) {
        let piece = scratch.floats.part(0, min(StatePlan.chunkFloats, slice.count - start))
        Kernels.fill(piece, 0)
        add([term], to: piece, of: slice, from: start)
        sums[space.part(of: slice) - 1] += Kernels.sumOfSquares(piece)
      }
    }
    return sums.map(Float.init)
  }

  func beginRules(_ facts: StepFacts) {
    var offset = plan.startOfScalars
    for rule in optimizer.coordinateUpdate + optimizer.update {
      rule.begin(facts, state.floats.part(offset, rule.scalars))
      offset += rule.scalars
    }
  }

  /// Slots of the coordinate rules of a slice.
  func coordinateState(of slice: Slice) -> [FloatView] {
    let slots = optimizer.coordinateUpdate.reduce(0) { $0 + $1.slots }
    let count = plan.shape(of: slice).count
    return (0..<slots).map {
      state.floats.part(plan.start(coordinateSlot: $0, of: slice), count)
    }
  }

  private func fill(
    _ piece: FloatView, with estimate: Estimate, _ gradient: (Slice) -> FloatView, _ slice: Slice,
    from start: Int
  ) {
    guard let terms = estimate.terms else {
      piece.copy(from: gradient(slice).part(start, piece.count))
      active?.keep(piece, of: slice, from: start)
      return
    }
    Kernels.fill(piece, 0)
    add(terms, to: piece, of: slice, from: start)
  }

  private func add(
    _ terms: [DirectionTerm], to piece: FloatView, of slice: Slice, from start: Int
  ) {
    guard let field else { return }
    field.add(terms, to: piece, of: slice, from: start)
  }

  private func apply(
    _ piece: FloatView, _ facts: StepFacts, to slice: Slice, from start: Int,
    _ scratch: FloatView
  ) {
    let stored = weights.view(slice).part(start, piece.count)
    let now = stored.floats ?? scratch.part(plan.chunk, piece.count)
    if stored.format != .f32 { Kernels.widen(stored, into: now) }
    applyRules(piece, facts, weights: now, of: slice, from: start, scratch)
    active?.keep(piece, of: slice, from: start)
    if let sum = squares { squares = sum + Kernels.sumOfSquares(piece) }
    if stored.grid != nil {
      add(facts.estimate.shift, to: piece, of: slice, from: start)
      let key = facts.key.folding(.weightRounding)
      return Kernels.step(stored, by: piece, key: key, tensor: slice.index)
    }
    let isShifted = !facts.estimate.shift.isEmpty
    // A shift along the way traveled is of the weights before the update: where these change in
    // place, it is made before, in the room that other formats need for the weights.
    let isInPlace = stored.format == .f32
    let shift = isInPlace ? scratch.part(plan.chunk, piece.count) : piece
    if isShifted, isInPlace { write(facts.estimate.shift, into: shift, of: slice, from: start) }
    Kernels.add(-1, times: piece, to: now)
    if isShifted, !isInPlace { write(facts.estimate.shift, into: shift, of: slice, from: start) }
    if isShifted { Kernels.add(-1, times: shift, to: now) }
    if stored.format != .f32 { Kernels.narrow(now, into: stored) }
  }

  private func applyRules(
    _ piece: FloatView, _ facts: StepFacts, weights: FloatView, of slice: Slice, from start: Int,
    _ scratch: FloatView
  ) {
    var (slot, scalar) = (0, plan.startOfScalars + coordinateScalars)
    for rule in optimizer.update {
      let slots = (slot..<slot + rule.slots).map {
        state.floats.part(plan.start(slot: $0, of: slice) + start, piece.count)
      }
      let pieces = (0..<rule.scratch).map {
        scratch.part((2 + $0) * plan.chunk, piece.count)
      }
      rule.apply(
        UpdateChunk(
          gradient: piece, weights: weights, state: slots,
          scalars: state.floats.part(scalar, rule.scalars), scratch: pieces, slice: slice,
          shape: nil, facts: facts, step: steps + 1,
          direction: { self.write($0, into: $1, of: slice, from: start) },
          squares: { self.writeSquares(into: $0, of: slice, from: start) }))
      slot += rule.slots
      scalar += rule.scalars
    }
  }

  private func write(
    _ key: RandomKey, into view: FloatView, of slice: Slice, from start: Int
  ) {
    write([DirectionTerm(key: key, scale: 1)], into: view, of: slice, from: start)
  }

  private func write(
    _ terms: [DirectionTerm], into view: FloatView, of slice: Slice, from start: Int
  ) {
    Kernels.fill(view, 0)
    add(terms, to: view, of: slice, from: start)
  }

  private func writeSquares(into view: FloatView, of slice: Slice, from start: Int) {
    Kernels.fill(view, 0)
    guard let map = field?.directions.map, let last = coordinateState(of: slice).last else {
      return
    }
    map.expandSquares(last, to: view, of: slice, from: start)
  }

  private var coordinateScalars: Int {
    optimizer.coordinateUpdate.reduce(0) { $0 + $1.scalars }
  }
}

extension Iterate {
  /// The step of a slice in the coordinates of its directions; nil when no rule acts on them.
  private func coordinateStep(_ slice: Slice, by facts: StepFacts) -> FloatView? {
    guard !optimizer.coordinateUpdate.isEmpty, let field, let map = field.directions.map else {
      return nil
    }
    map.square(slice)
    let shape = plan.shape(of: slice)
    let own = plan.places * plan.placeFloats
    let step = scratch.floats.part(own, shape.count)
    Kernels.fill(step, 0)
    for term in facts.estimate.terms ?? [] where field.applies(term, to: slice) {
      map.addCoordinates(term.scale, key: term.key, to: step, of: slice)
    }
    var (slot, scalar) = (0, plan.startOfScalars)
    for rule in optimizer.coordinateUpdate {
      let slots = (slot..<slot + rule.slots).map {
        state.floats.part(plan.start(coordinateSlot: $0, of: slice), shape.count)
      }
      let pieces = (0..<rule.scratch).map {
        scratch.floats.part(own + (1 + $0) * plan.coordinates, shape.count)
      }
      rule.apply(
        UpdateChunk(
          gradient: step, weights: nil, state: slots,
          scalars: state.floats.part(scalar, rule.scalars), scratch: pieces, slice: slice,
          shape: shape, facts: facts, step: map.age,
          direction: {
            Kernels.fill($1, 0)
            map.addCoordinates(1, key: $0, to: $1, of: slice)
          }))
      slot += rule.slots
      scalar += rule.scalars
    }
    return step
  }
}
