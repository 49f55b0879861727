import Foundation
import Notation
import Vocabulary

/// A model's weights: one safetensors file in a directory, or shards listed by an index; or a GGUF
/// file.
package struct Checkpoint: Sendable {
  /// Where the files are; a GGUF file itself.
  package let directory: URL
  /// The files that hold the weights, sorted by name.
  package let files: [WeightFile]
  /// The tensors by the names that the model's family gives them.
  private let tensors: [String: StoredTensor]
  /// The place in `files` of each tensor, by its name there.
  private let places: [String: Int]
  let sound = SoundTensors()

  /// Opens `model.safetensors`, else the shards of `model.safetensors.index.json`.
  ///
  /// - Throws: `.missing` when the directory has neither, `.invalid` when files and index disagree,
  ///   when there are both and they are not the same, or when the weights are in PyTorch's pickle
  ///   format only.
  package init(directory: URL) throws(InputProblem) {
    self.directory = directory
    let single = directory.appending(path: CheckpointFiles.single)
    let index = directory.appending(path: CheckpointFiles.index)
    if exists(single) {
      if exists(index) { try Self.check(index, beside: single) }
      let file = try SafetensorsFile(single)
      files = [WeightFile(file.mapping)]
      tensors = file.tensors
      places = file.tensors.mapValues { _ in 0 }
    } else if exists(index) {
      let listed = try CheckpointIndex(index)
      var files: [SafetensorsFile] = []
      for shard in listed.shards {
        files.append(try SafetensorsFile(directory.appending(path: shard)))
      }
      self.files = files.map { WeightFile($0.mapping) }
      places = try Self.places(in: files, listed: listed)
      tensors = files.reduce(into: [:]) { all, file in all.merge(file.tensors) { $1 } }
    } else {
      throw CheckpointFiles.problem(in: directory)
    }
  }

  /// The tensors of a GGUF file, under other names.
  ///
  /// - Parameter name: of a tensor in the model, by its name in the file, and where its rows are;
  ///   nil for what is no parameter.
  package init(
    _ file: GGUFFile, named name: (String) -> (name: String, order: RowOrder)?
  ) throws(InputProblem) {
    directory = file.url
    files = [WeightFile(file.mapping)]
    places = file.tensors.mapValues { _ in 0 }
    var tensors: [String: StoredTensor] = [:]
    for tensor in file.tensors.values.sorted(by: { $0.name < $1.name }) {
      guard let (known, order) = name(tensor.name) else { continue }
      var tensor = tensor
      tensor.order = order
      guard tensor.hasRowsInOrder else {
        throw FormatProblem(
          at: "tensor \(quoted(tensor.name))",
          "is \(tensor.dtype) of shape \(tensor.shape), whose heads cannot be distinguished"
        ).inputProblem(in: file.url)
      }
      if let other = tensors.updateValue(tensor, forKey: known) {
        throw FormatProblem(
          at: "tensor \(quoted(tensor.name))", "is the same parameter as \(quoted(other.name))"
        ).inputProblem(in: file.url)
      }
    }
    self.tensors = tensors
  }

  /// The names of all tensors, sorted.
  package var names: [String] { tensors.keys.sorted() }

  /// The tensor called `name`; nil when the checkpoint has none.
  package func tensor(named name: String) -> StoredTensor? { tensors[name] }

  /// The tensor called `name`.
  ///
  /// - Throws: `.invalid` with the nearest name when the checkpoint has none.
  package func requiredTensor(named name: String) throws(InputProblem) -> SafetensorsFile.Tensor {
    if let tensor = tensor(named: name) { return tensor }
    let hint = nearestName(to: name, among: tensors.keys).map { "; the nearest is \(quoted($0))" }
    throw InputProblem(
      .invalid, at: directory.path(percentEncoded: false),
      "the checkpoint has no tensor \(quoted(name))\(hint ?? "")")
  }

  /// Lends the tensor's bytes; `tensor` must be one of this checkpoint's.
  package func withBytes<R: ~Copyable, E: Error>(
    of tensor: StoredTensor, body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    unsafe try file(of: tensor).mapping.withBytes(tensor.range, body: body)
  }

  /// Lends the tensor's bytes as a span; `tensor` must be one of this checkpoint's.
  package func withSpan<R: ~Copyable, E: Error>(
    of tensor: StoredTensor, body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try file(of: tensor).mapping.withSpan(tensor.range, body: body)
  }

  /// Whether two tensors have the same shape, format and bytes.
  package func isSame(_ one: StoredTensor, _ two: StoredTensor) -> Bool {
    guard one.shape == two.shape, one.dtype == two.dtype else { return false }
    return unsafe withBytes(of: one) { a in
      unsafe withBytes(of: two) { b in
        guard let a = a.baseAddress, let start = b.baseAddress else { return true }
        return unsafe memcmp(a, start, b.count) == 0
      }
    }
  }

  /// The format in which a weight is stored.
  ///
  /// - Throws: `.invalid` for integers, booleans, doubles and blocks, which are no floats.
  package func storageFormat(of tensor: StoredTensor) throws(InputProblem) -> StorageFormat {
    try file(of: tensor).storageFormat(of: tensor)
  }

  /// - Throws: `.invalid` for integers, booleans and doubles, which cannot be weights.
  func elements(of tensor: StoredTensor) throws(InputProblem) -> StoredElements {
    guard let elements = tensor.elements else {
      throw file(of: tensor).unsuitable(tensor)
    }
    return elements
  }

  func file(of tensor: StoredTensor) -> WeightFile {
    guard let place = places[tensor.name] else {
      preconditionFailure("a tensor of another checkpoint")
    }
    return files[place]
  }

  /// An index may lie beside one file if it is of that file alone.
  private static func check(_ index: URL, beside single: URL) throws(InputProblem) {
    let shards = try CheckpointIndex(index).shards
    guard let other = shards.first(where: { $0 != CheckpointFiles.single }) else { return }
    throw InputProblem(
      at: index.path(percentEncoded: false),
      "names \(other), and \(single.lastPathComponent) lies beside it: these are two checkpoints; "
        + "remove the one that is not meant")
  }

  /// Joins the shards; a tensor must be where the index says, and in one shard only.
  private static func places(
    in files: [SafetensorsFile], listed: CheckpointIndex
  ) throws(InputProblem) -> [String: Int] {
    var places: [String: Int] = [:]
    for (place, file) in files.enumerated() {
      for name in file.tensors.keys.sorted() {
        if let other = places.updateValue(place, forKey: name) {
          throw FormatProblem(
            at: "tensor \(quoted(name))",
            "is also in \(files[other].url.lastPathComponent); remove one of the two"
          ).inputProblem(in: file.url)
        }
      }
    }
    for (name, shard) in listed.shardOfTensor.sorted(by: { $0.key < $1.key }) {
      guard let place = places[name], listed.shards[place] == shard else {
        throw FormatProblem(
          at: "tensor \(quoted(name))",
          "is listed in \(shard), which does not have it; download the checkpoint again"
        ).inputProblem(in: listed.url)
      }
    }
    if let name = places.keys.filter({ listed.shardOfTensor[$0] == nil }).min() {
      throw FormatProblem(
        at: "tensor \(quoted(name))",
        "is not in \(CheckpointFiles.index); download the checkpoint again"
      ).inputProblem(in: files[places[name] ?? 0].url)
    }
    return places
  }
}

extension Checkpoint {
  /// - Throws: `InputProblem` naming a file that was written into since it was opened.
  package func checkUnchanged() throws(InputProblem) {
    guard let file = files.first(where: \.mapping.hasChanged) else { return }
    throw InputProblem(
      at: file.url.path(percentEncoded: false),
      "was changed while it was in use, so what was computed is of no known model; replace such "
        + "files by renaming, and run again")
  }
}

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
