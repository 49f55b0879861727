import Foundation
import Notation
import Vocabulary

/// A model's weights in a directory: one safetensors file, or shards listed by an index.
public struct Checkpoint: Sendable {
  /// Where the files are.
  public let directory: URL
  /// The files that hold the weights, sorted by name.
  public let files: [SafetensorsFile]
  /// The place in `files` of each tensor.
  private let places: [String: Int]

  /// Opens `model.safetensors`, else the shards of `model.safetensors.index.json`.
  ///
  /// - Throws: `.missing` when the directory has neither, `.invalid` when files and index disagree
  ///   or when the weights are in PyTorch's pickle format only.
  public init(directory: URL) throws(InputProblem) {
    self.directory = directory
    let single = directory.appending(path: CheckpointFiles.single)
    let index = directory.appending(path: CheckpointFiles.index)
    if exists(single) {
      files = [try SafetensorsFile(single)]
      places = files[0].tensors.mapValues { _ in 0 }
    } else if exists(index) {
      let listed = try CheckpointIndex(index)
      var files: [SafetensorsFile] = []
      for shard in listed.shards {
        files.append(try SafetensorsFile(directory.appending(path: shard)))
      }
      self.files = files
      places = try Self.places(in: files, listed: listed)
    } else {
      throw CheckpointFiles.problem(in: directory)
    }
  }

  /// The names of all tensors, sorted.
  public var names: [String] { places.keys.sorted() }

  /// The tensor called `name`; nil when the checkpoint has none.
  public func tensor(named name: String) -> SafetensorsFile.Tensor? {
    places[name].flatMap { files[$0].tensors[name] }
  }

  /// The tensor called `name`.
  ///
  /// - Throws: `.invalid` with the nearest name when the checkpoint has none.
  public func requiredTensor(named name: String) throws(InputProblem) -> SafetensorsFile.Tensor {
    if let tensor = tensor(named: name) { return tensor }
    let candidates = places.keys.lazy.filter { $0.utf8.count <= 256 }
    let hint = nearestName(to: name, among: candidates).map { "; the nearest is \(quoted($0))" }
    throw InputProblem(
      .invalid, at: directory.path(percentEncoded: false),
      "the checkpoint has no tensor \(quoted(name))\(hint ?? "")")
  }

  /// Lends the tensor's bytes; `tensor` must be one of this checkpoint's.
  public func withBytes<R: ~Copyable, E: Error>(
    of tensor: SafetensorsFile.Tensor, body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    unsafe try file(of: tensor).withBytes(of: tensor, body: body)
  }

  /// Lends the tensor's bytes as a span; `tensor` must be one of this checkpoint's.
  public func withSpan<R: ~Copyable, E: Error>(
    of tensor: SafetensorsFile.Tensor, body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try file(of: tensor).withSpan(of: tensor, body: body)
  }

  /// The format in which a weight is stored.
  ///
  /// - Throws: `.invalid` for integers, booleans and doubles, which cannot be weights.
  public func storageFormat(
    of tensor: SafetensorsFile.Tensor
  ) throws(InputProblem) -> StorageFormat {
    try file(of: tensor).storageFormat(of: tensor)
  }

  func file(of tensor: SafetensorsFile.Tensor) -> SafetensorsFile {
    guard let place = places[tensor.name], files[place].tensors[tensor.name] == tensor else {
      preconditionFailure("a tensor of another checkpoint")
    }
    return files[place]
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
    return places
  }
}
