import Foundation
import Vocabulary

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
