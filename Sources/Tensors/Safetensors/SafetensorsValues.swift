import Foundation
import Vocabulary

extension SafetensorsFile {
  /// The elements of a small tensor as floats.
  ///
  /// - Throws: `.invalid` for integers, booleans and doubles.
  package func values(of tensor: Tensor) throws(InputProblem) -> [Float] {
    let source = try storageFormat(of: tensor)
    var values = [Float](repeating: 0, count: tensor.count)
    unsafe values.withUnsafeMutableBytes { memory in
      guard let base = memory.baseAddress else { return }
      let view = unsafe WeightView(base, format: .f32, count: tensor.count)
      _ = unsafe withBytes(of: tensor) { unsafe view.fill(from: $0, as: source) }
    }
    return values
  }
}

extension SafetensorsWriter {
  /// A tensor of 32-bit floats that is in memory.
  package struct Values: Sendable {
    /// Its name in the header.
    package var name: String
    /// Its dimensions, the outermost first.
    package var shape: [Int]
    /// As many elements as the shape has, row by row.
    package var values: [Float]

    /// A tensor of a name, a shape and its elements.
    package init(_ name: String, shape: [Int], _ values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Writes small tensors to `url`, as the other form does.
  package static func write(_ tensors: [Values], to url: URL) throws {
    try write(
      tensors.map { Entry($0.name, .f32, shape: $0.shape) }, to: url
    ) { index, sink in
      unsafe try tensors[index].values.withUnsafeBytes { unsafe try sink.write($0) }
    }
  }
}
