import Foundation

/// Reads `tokenizer.json`, the format of Hugging Face tokenizers, version 1.0.
enum TokenizerDocument {
  static func read(_ data: Data, file: String) throws(TokenizerProblem) -> Pipeline {
    let root = try JSONField.read(data, file: file)
    if let version = try root.optional("version"), try version.bytes() != Bytes("1.0") {
      throw version.problem("only version '1.0' is supported")
    }
    var pipeline = Pipeline(model: try TokenModelCatalog.read(try root.required("model")))
    if let field = try root.optional("normalizer") {
      pipeline.normalizer = try NormalizerCatalog.read(field)
    }
    if let field = try root.optional("pre_tokenizer") {
      pipeline.preTokenizer = try PreTokenizerCatalog.read(field)
    }
    if let field = try root.optional("post_processor") {
      pipeline.postProcessor = try PostProcessorCatalog.read(field)
    }
    if let field = try root.optional("decoder") {
      pipeline.decoder = try TokenDecoderCatalog.read(field)
    }
    for field in try root.optional("added_tokens")?.elements() ?? [] {
      try pipeline.add(try AddedToken(field), from: field)
    }
    try pipeline.check(file)
    return pipeline
  }
}
