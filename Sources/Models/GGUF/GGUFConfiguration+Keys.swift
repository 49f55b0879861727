import Foundation
import Tensors
import Vocabulary

/// Which keys a file may have.
///
/// An architecture's keys are read, or known to change no number, or refused by their names as soon
/// as they say anything: llama.cpp has one for every variant of a model, and a file whose variant
/// was left out would be another model.
extension GGUFConfiguration.Reader {
  private static let read: Set<String> = [
    "vocab_size", "context_length", "embedding_length", "block_count", "feed_forward_length",
    "expert_count", "attention.head_count", "attention.head_count_kv", "attention.key_length",
    "attention.value_length", "attention.layer_norm_rms_epsilon", "attention.sliding_window",
    "attention.causal", "rope.dimension_count", "rope.freq_base", "rope.scaling.type",
    "rope.scaling.factor", "rope.scale_linear", "rope.scaling.attn_factor",
  ]
  /// Of experts without any, how rows were ordered (one way, in every file), how a text's vectors
  /// are joined, and what a scaling was made from.
  private static let inert: Set<String> = [
    "expert_used_count", "tensor_data_layout", "pooling_type",
    "rope.scaling.original_context_length", "rope.scaling.finetuned",
  ]

  /// - Throws: an `InputProblem` with the first key that says what is not computed, or what the
  ///   file's tensors contradict.
  func checkKeys() throws(InputProblem) {
    let kind = try metadata.text("general.type") ?? "model"
    guard kind == "model" else {
      throw metadata.problem("general.type", "is '\(kind)'; name a file with a model")
    }
    try checkParts()
    try checkExperts()
    let known = Self.read.union(Self.inert)
    let start = key("")
    let others = metadata.stated.filter {
      $0.hasPrefix(start) && !known.contains(String($0.dropFirst(start.count)))
    }
    if let other = others.first {
      throw metadata.problem(
        other,
        "says what zobench does not compute; use the model's Hugging Face directory, if its family "
          + "is supported")
    }
    guard try metadata.flag(key("attention.causal")) ?? true else {
      throw metadata.problem(
        key("attention.causal"), "is false: attention in both directions is not supported")
    }
  }

  private func checkExperts() throws(InputProblem) {
    guard let count = try metadata.whole(key("expert_count")), count > 0 else { return }
    throw metadata.problem(
      key("expert_count"), "is \(count): mixtures of experts are not supported")
  }

  /// Of a file that was cut into several.
  private func checkParts() throws(InputProblem) {
    let remedy = "join the parts with llama-gguf-split --merge"
    if let count = try metadata.whole("split.count"), !(0...1).contains(count) {
      throw metadata.problem("split.count", "is \(count): \(remedy)")
    }
    if let number = try metadata.whole("split.no"), number != 0 {
      throw metadata.problem("split.no", "is \(number), of a part behind the first: \(remedy)")
    }
    if let count = try metadata.whole("split.tensors.count"), count != 0,
      count != file.tensors.count
    {
      throw metadata.problem(
        "split.tensors.count", "is \(count), and the file has \(file.tensors.count): \(remedy)")
    }
  }

  /// Rows of the embedding, which `vocab_size` may say as well.
  func vocabulary() throws(InputProblem) -> Int {
    guard let embedding = file.tensors["token_embd.weight"], embedding.shape.count == 2 else {
      throw InputProblem(at: file.url.path, "has no matrix 'token_embd.weight'")
    }
    let rows = embedding.shape[0]
    if let size = try metadata.whole(key("vocab_size")), size != rows {
      throw metadata.problem(
        key("vocab_size"), "is \(size), and 'token_embd.weight' has \(rows) rows; convert it again")
    }
    return rows
  }

  /// Keys that a query sees; nil is all.
  func window() throws(InputProblem) -> Int? {
    guard try metadata.whole(key("attention.sliding_window")) != 0 else { return nil }
    return try sizeIfPresent("attention.sliding_window")
  }
}
