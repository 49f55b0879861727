import Foundation
import Notation
import Vocabulary

/// A file that holds weights, whatever its kind.
package struct WeightFile: Sendable {
  /// The whole file.
  let mapping: MappedFile

  init(_ mapping: MappedFile) { self.mapping = mapping }

  /// The file.
  package var url: URL { mapping.url }
  /// The file's size in bytes.
  package var byteCount: Int { mapping.count }

  /// The format in which a weight is stored.
  ///
  /// - Throws: `.invalid` for what is no float.
  func storageFormat(of tensor: StoredTensor) throws(InputProblem) -> StorageFormat {
    if let format = tensor.format { return format }
    throw unsuitable(tensor)
  }

  /// Why the elements of a tensor cannot be used.
  func unsuitable(_ tensor: StoredTensor) -> InputProblem {
    let wanted = StorageFormat.floats.map(\.safetensorsName).joined(separator: ", ")
    return FormatProblem(
      at: "tensor \(quoted(tensor.name))",
      "is \(tensor.dtype); weights must be one of \(wanted), so convert it"
    ).inputProblem(in: url)
  }
}
