import Foundation
import Notation
import Vocabulary

/// The list of a sharded checkpoint: which file holds which tensor.
struct CheckpointIndex {
  /// Longest index file, in bytes.
  static let longest = 25_000_000

  let url: URL
  let shardOfTensor: [String: String]
  /// The distinct shards, sorted.
  let shards: [String]

  init(_ url: URL) throws(InputProblem) {
    let file = try MappedFile(url)
    do throws(FormatProblem) {
      guard file.count <= Self.longest else {
        throw FormatProblem("\(file.count) bytes; an index has at most \(Self.longest)")
      }
      shardOfTensor = try Self.weightMap(file.copy(0..<file.count))
    } catch {
      throw error.inputProblem(in: url)
    }
    self.url = url
    shards = Set(shardOfTensor.values).sorted()
  }

  private static func weightMap(_ json: [UInt8]) throws(FormatProblem) -> [String: String] {
    var cursor = JSONCursor(json, subject: "index")
    var map: [String: String]?
    try cursor.object("the index") {
      (cursor: inout JSONCursor, key: String) throws(FormatProblem) in
      if key == "weight_map" {
        map = try shards(&cursor)
      } else {
        try cursor.skipValue()
      }
    }
    try cursor.expectEnd()
    guard let map, !map.isEmpty else {
      throw FormatProblem("has no weight_map, or an empty one; download it again")
    }
    return map
  }

  private static func shards(
    _ cursor: inout JSONCursor
  ) throws(FormatProblem) -> [String: String] {
    var map: [String: String] = [:]
    try cursor.object("weight_map") {
      (cursor: inout JSONCursor, name: String) throws(FormatProblem) in
      let shard = try cursor.string("the file of \(quoted(name))")
      guard isPlainFileName(shard) else {
        throw FormatProblem(
          at: "tensor \(quoted(name))",
          "\(quoted(shard)) is not the name of a file beside the index")
      }
      map[name] = shard
    }
    return map
  }

  /// Whether `name` stays in the index's directory.
  ///
  /// Looks at scalars: a separator with a combining mark is another character, but the same byte.
  private static func isPlainFileName(_ name: String) -> Bool {
    let separators: Set<Unicode.Scalar> = ["/", "\\", "\0"]
    return !name.isEmpty && name.unicodeScalars.first != "." && !name.contains("..")
      && !name.unicodeScalars.contains { separators.contains($0) }
  }
}

/// The names under which Hugging Face checkpoints keep their weights, and what to say without them.
enum CheckpointFiles {
  static let single = "model.safetensors"
  static let index = "model.safetensors.index.json"
  static let pickle = "pytorch_model.bin"
  static let pickleIndex = "pytorch_model.bin.index.json"

  /// Why `directory` has no readable weights, with the remedy.
  static func problem(in directory: URL) -> InputProblem {
    let path = directory.path(percentEncoded: false)
    for name in [pickle, pickleIndex] where exists(directory.appending(path: name)) {
      let file = directory.appending(path: name).path(percentEncoded: false)
      return InputProblem(.invalid, at: file, name == pickle ? convertOne : convertShards)
    }
    guard exists(directory) else {
      return InputProblem(
        .missing, at: path, "there is no such directory; check the path, or fetch the model first")
    }
    return InputProblem(
      .missing, at: path,
      "has no weights: looked for \(single), \(index) and \(pickle) in it; fetch the model again")
  }

  /// Clones undo the sharing of tied weights, which safetensors cannot express.
  private static let convertOne = """
    only pickled weights, which are not read because unpickling runs code; convert them once, in \
    the model's directory: python -c "import torch; from safetensors.torch import save_file; \
    t = torch.load('pytorch_model.bin', map_location='cpu', weights_only=True); \
    save_file({k: v.contiguous().clone() for k, v in t.items()}, 'model.safetensors', \
    {'format': 'pt'})"
    """

  private static let convertShards = """
    only pickled weights, which are not read because unpickling runs code; convert them once, in \
    the model's directory: python -c "from transformers import AutoModelForCausalLM as M; \
    M.from_pretrained('.', torch_dtype='auto').save_pretrained('.', safe_serialization=True)"
    """
}

func exists(_ url: URL) -> Bool {
  FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
}
