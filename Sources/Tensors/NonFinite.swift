import CKernels
import Foundation
import Notation
import Synchronization
import Vocabulary

/// Elements that are infinite or no numbers, which no weight may be: a comparison in an activation
/// can drop them, so that they would pass for a score.
package struct NonFinite: Hashable, Sendable {
  /// How many there are.
  package private(set) var count = 0
  /// The place of the first, in the order in which they are stored; nil of none.
  package private(set) var first: Int?

  init() {}

  /// Those among values.
  package init(in values: some Sequence<Float>) {
    for (place, value) in values.enumerated() where !value.isFinite { add(1, at: place) }
  }

  /// Those among stored floats; of integers, among what they stand for.
  package init(in view: WeightView) {
    guard !Kernels.areFinite(view) else { return }
    let piece = 4096
    for start in stride(from: 0, to: view.count, by: piece) {
      let part = view.part(start, min(piece, view.count - start))
      self += (NonFinite(in: part.values), start)
    }
  }

  mutating func add(_ number: Int, at place: Int) {
    count += number
    first = first ?? place
  }

  /// Adds those of a part that begins at an element.
  static func += (total: inout NonFinite, part: (found: NonFinite, start: Int)) {
    guard let place = part.found.first else { return }
    total.add(part.found.count, at: part.start + place)
  }

  /// What is wrong and what to do; nil where everything is finite.
  package var message: String? {
    guard let first else { return nil }
    return "\(count) element\(count == 1 ? " is" : "s are") infinite or no number, the first at "
      + "place \(first); download it again, or name another one"
  }
}

extension Kernels {
  /// Whether every element is a number and none is infinite.
  static func areFinite(_ view: WeightView) -> Bool {
    // The integers are: their scales count.
    if let scales = view.scales { return (0..<scales.count).allSatisfy { scales[$0].isFinite } }
    let areFinite = Atomic(true)
    Parallel.forEachRun(of: view.count, grain: 1 << 18) { first, count in
      let part = view.part(first, count)
      let isSound = unsafe table.all_finite(count, view.format.kernelCode, part.base)
      if isSound == 0 { areFinite.store(false, ordering: .relaxed) }
    }
    return areFinite.load(ordering: .relaxed)
  }
}

extension StoredElements {
  /// Those of a run of elements that are not finite, in the order of the file.
  ///
  /// - Parameter bytes: of whole blocks, where there are blocks.
  func nonFinite(in bytes: UnsafeRawBufferPointer) -> NonFinite {
    guard let base = bytes.baseAddress else { return NonFinite() }
    switch kind {
    case .floats(let format):
      let view = unsafe WeightView(
        UnsafeMutableRawPointer(mutating: base), format: format,
        count: bytes.count / format.byteCount, isWritable: false)
      return NonFinite(in: view)
    case .blocks(let type): return unsafe type.nonFinite(in: bytes)
    }
  }
}

extension GGUFBlock {
  /// Every element of a block is a sum of products with its halves, so none of it is finite where
  /// one of these is not, and all are where all are.
  static func nonFinite(in bytes: UnsafeRawBufferPointer) -> NonFinite {
    var found = NonFinite()
    for block in 0..<bytes.count / byteCount {
      // The upper byte has the sign, the exponent and two more bits.
      let isSound = halves.allSatisfy {
        unsafe bytes[block * byteCount + $0 + 1] & 0x7C != 0x7C
      }
      if !isSound { found.add(count, at: block * count) }
    }
    return found
  }
}

/// Tensors of a checkpoint that were looked at, so that each is once however many runs read it.
final class SoundTensors: Sendable {
  private let names = Mutex<Set<String>>([])

  func has(_ name: String) -> Bool { names.withLock { $0.contains(name) } }
  func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }
}

extension Checkpoint {
  /// Elements that are looked at before their pages are given back; whole blocks of every kind.
  private static let piece = 1 << 24

  /// - Throws: `.invalid` that names the tensor when an element is infinite or no number.
  func checkFinite(_ tensor: StoredTensor) throws(InputProblem) {
    guard !sound.has(tensor.name) else { return }
    let elements = try elements(of: tensor)
    var found = NonFinite()
    for start in stride(from: 0, to: tensor.count, by: Self.piece) {
      let end = min(start + Self.piece, tensor.count)
      let range = elements.byteCount(start)..<elements.byteCount(end)
      unsafe withBytes(of: tensor) { bytes in
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
        found += (unsafe elements.nonFinite(in: part), start)
      }
      forget(tensor, bytes: range)
    }
    if let message = found.message { throw problem(tensor, message) }
    sound.insert(tensor.name)
  }

  /// A problem that names a tensor and its file.
  func problem(_ tensor: StoredTensor, _ message: String) -> InputProblem {
    InputProblem(
      at: "\(file(of: tensor).url.path(percentEncoded: false)): tensor \(quoted(tensor.name))",
      message)
  }
}
