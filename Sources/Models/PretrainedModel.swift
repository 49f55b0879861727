import Foundation
import Synchronization
import Tensors
import Tokenizers
import Vocabulary

/// A model on disk, in Hugging Face layout or in a GGUF file: what it is, without its weights in
/// memory.
package struct PretrainedModel: Sendable {
  package let name: String
  /// What says what the model is, beside its weights.
  package let files: ModelFiles
  package let family: any ModelFamily
  /// Nil when the directory has none; such a model can be forecast but not run.
  package let tokenizer: Tokenizer?
  package let checkpoint: Checkpoint?
  /// Ids after which a generated text ends, by the model's files.
  package let ends: Set<Int32>
  private let lazyDigest: LazyDigest

  /// Of configuration, weights and tokenizer; computed when first asked for.
  package var digest: ContentDigest { lazyDigest.value }
  /// The model's directory, or its GGUF file.
  package var directory: URL { files.location }

  /// The embedded model, the directory, GGUF file or model of the Hugging Face cache called `name`.
  ///
  /// - Throws: `InputProblem` that names the file; absent weights or tokenizer only if `complete`.
  package init(_ name: String, complete: Bool = true) throws(InputProblem) {
    let location = try ModelPlaces.standard.directory(of: name)
    if let file = try GGUFModel.file(at: location) {
      let model = try GGUFModel(file)
      try self.init(name, model.files, complete: complete) { model.checkpoint }
    } else {
      try self.init(name, ModelFiles(directory: location), complete: complete) {
        () throws(InputProblem) in
        try Self.checkpoint(in: location, required: complete)
      }
    }
  }

  private init(
    _ name: String, _ files: ModelFiles, complete: Bool,
    _ open: () throws(InputProblem) -> Checkpoint?
  ) throws(InputProblem) {
    let fields = try files.configuration()
    var family = try FamilyCatalog.family(fields)
    let whole = try files.tokenizer(required: complete)
    // What is wrong with the configuration is said first.
    let checkpoint = try open()
    if let checkpoint {
      family = family.fitted { checkpoint.tensor(named: $0) != nil }
      try CheckpointNames(family).check(checkpoint)
    }
    // Tokens that the model has not are refused where a text has them.
    let tokenizer = whole?.limited(to: family.vocabularySize)
    self.name = name
    self.files = files
    self.family = family
    let ends = try GenerationEnds.read(fields, in: files, below: family.vocabularySize)
    self.ends = ends
    self.tokenizer = tokenizer
    self.checkpoint = checkpoint
    let configuration = ContentDigest(of: (try? files.data("config.json")) ?? Data()).hex
    lazyDigest = LazyDigest {
      var parts = [
        configuration, ContentDigest(of: tokenizer?.digestInput ?? Data()).hex,
        checkpoint?.digest.hex ?? "none",
      ]
      // Part of the identity only where they say more than the tokenizer.
      let others = ends.subtracting([tokenizer?.id(of: .end)].compactMap { $0 }).sorted()
      if !others.isEmpty { parts.append("ends \(others)") }
      return ContentDigest(of: parts.joined(separator: "/"))
    }
  }

  /// The repository on the Hub that the model is of; nil when nothing says so.
  ///
  /// A model of the cache has its name; a directory may tell in its configuration.
  package var hubRepository: String? {
    if directory.path.contains("/models--"), let hub = HubName(name) { return hub.repository }
    let file = directory.appendingPathComponent("config.json")
    guard !Self.embedded.contains(name), let fields = try? ConfigurationFields(file),
      let origin = try? fields.text("_name_or_path", default: ""), origin.contains("/"),
      let hub = HubName(origin), hub.revision == nil
    else { return nil }
    return hub.repository
  }

  /// The id of the mask that a masked model predicts at; nil for a causal one.
  ///
  /// Without a tokenizer any id serves for a forecast.
  package var mask: Int32? {
    get throws(InputProblem) {
      guard case .masked(let token) = family.reading else { return nil }
      guard let tokenizer else { return 0 }
      if let id = tokenizer.id(of: .mask) ?? tokenizer.id(token) {
        guard let problem = tokenizer.problem(of: [id]) else { return id }
        throw InputProblem(at: directory.path, "every question " + problem)
      }
      throw InputProblem(at: directory.path, "the tokenizer has no mask token ('\(token)')")
    }
  }

  /// The parameters outside of `trained`, by their index: from the pool, which is filled as needed.
  ///
  /// - Parameter streaming: whether matrices that lie in the file as they are needed leave memory
  ///   after every use.
  /// - Throws: a tensor that is missing or has another shape, by name; `OutOfMemory`.
  package func frozen(
    except trained: Set<Int>, format: StorageFormat, streaming: Bool = false,
    from pool: WeightPool
  ) throws -> [Int: FrozenTensor] {
    guard let checkpoint else { throw try Self.noCheckpoint(directory) }
    var frozen: [Int: FrozenTensor] = [:]
    for slice in family.layout.slices where !trained.contains(slice.index) {
      let isStreamed = streaming && canStream(slice, format)
      var key = poolKey(slice, format)
      key.isStreamed = isStreamed
      frozen[slice.index] = try pool.tensor(key) { ledger in
        try checkpoint.frozen(
          try tensor(slice, in: checkpoint), as: format.format(of: slice),
          grid: format.grid(of: slice),
          transposedTo: family.isTransposed(slice.name) ? slice.columns : nil,
          streaming: isStreamed, in: ledger)
      }
    }
    return frozen
  }

  /// Whether a parameter can be read from the checkpoint's file at every use: a matrix that is
  /// stored there in the format in which it is wanted.
  package func canStream(_ slice: Slice, _ format: StorageFormat) -> Bool {
    guard slice.kind == .matrix || slice.kind == .embedding, let checkpoint,
      !family.isTransposed(slice.name), let tensor = stored(slice)
    else { return false }
    return checkpoint.isInPlace(tensor, as: format.format(of: slice))
  }

  /// Under which a parameter is shared.
  package func poolKey(_ slice: Slice, _ format: StorageFormat) -> WeightPool.Key {
    WeightPool.Key(model: digest, name: slice.name, format: format.format(of: slice))
  }

  /// Reads every parameter of the model that `store` owns, whatever format the checkpoint has.
  ///
  /// - Throws: a tensor that is missing or has another shape, by name.
  package func load(into store: ParameterStore) throws(InputProblem) {
    guard let checkpoint else { throw try Self.noCheckpoint(directory) }
    for slice in family.layout.slices where store.owns(slice) {
      try checkpoint.load(
        try tensor(slice, in: checkpoint), into: store, slice,
        transposing: family.isTransposed(slice.name))
    }
  }

  /// The checkpoint's tensor for a parameter, whatever its shape; nil if there is none.
  package func stored(_ slice: Slice) -> StoredTensor? {
    CheckpointNames(family).names(of: slice).lazy.compactMap { checkpoint?.tensor(named: $0) }.first
  }

  private func tensor(
    _ slice: Slice, in checkpoint: Checkpoint
  ) throws(InputProblem) -> StoredTensor {
    guard let tensor = stored(slice) else {
      return try checkpoint.requiredTensor(named: slice.name)
    }
    let sizes = [slice.rows, slice.columns]
    let wanted =
      slice.rows == 1 && tensor.shape.count == 1
      ? [slice.columns] : family.isTransposed(slice.name) ? sizes.reversed() : sizes
    guard tensor.shape == wanted else {
      throw InputProblem(
        at: "\(directory.path): tensor '\(tensor.name)'",
        "has shape \(tensor.shape); config.json asks for \(wanted)")
    }
    return tensor
  }

  private static func checkpoint(
    in directory: URL, required: Bool
  ) throws(InputProblem) -> Checkpoint? {
    do {
      return try Checkpoint(directory: directory)
    } catch {
      if required || error.kind == .invalid { throw error }
      return nil
    }
  }

  private static func noCheckpoint(_ directory: URL) throws(InputProblem) -> InputProblem {
    _ = try Checkpoint(directory: directory)
    return InputProblem(.missing, at: directory.path, "has no weights")
  }
}

/// A digest that is computed when it is first asked for: large weights take seconds.
final class LazyDigest: Sendable {
  private let known = Mutex<ContentDigest?>(nil)
  private let compute: @Sendable () -> ContentDigest

  init(_ compute: @escaping @Sendable () -> ContentDigest) { self.compute = compute }

  var value: ContentDigest {
    known.withLock { known in
      let digest = known ?? compute()
      known = digest
      return digest
    }
  }
}
