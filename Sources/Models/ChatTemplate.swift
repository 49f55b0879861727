import Foundation
import Notation
import Tokenizers
import Vocabulary

/// A model's chat template: `chat_template.jinja`, or `chat_template` of `tokenizer_config.json`.
///
/// Rendered as transformers does (`apply_chat_template`), in our subset of Jinja; a template that
/// needs more is refused by what it needs.
package struct ChatTemplate: Sendable {
  private let template: JinjaTemplate
  private let tokens: [String: JinjaValue]
  private let place: String
  /// What the tokenizer puts before every text itself; nil if it puts nothing there.
  private let beginning: String?

  /// A template with the texts of special tokens, `bos_token` and the like.
  ///
  /// - Throws: what of it is not supported.
  package init(
    _ text: String, tokens: [String: String], beginning: String? = nil, place: String
  ) throws(InputProblem) {
    self.tokens = tokens.mapValues { .text($0) }
    self.beginning = beginning
    self.place = place
    do throws(FormatProblem) {
      template = try JinjaTemplate(text, rules: .chat)
    } catch {
      throw InputProblem(at: "\(place): \(error.place)", error.message)
    }
  }

  /// - Throws: a problem that names the model when it has no template, or one of another language.
  package init(of model: PretrainedModel) throws(InputProblem) {
    let files = model.files
    let settings = try Self.settings(files)
    let tokens = Self.tokens(in: settings)
    let (text, name) = try Self.template(files, settings)
    let place = files.location.appending(path: name).path
    let beginning = try Self.beginning(of: model.tokenizer, tokens["bos_token"], place)
    try self.init(text, tokens: tokens, beginning: beginning, place: place)
  }

  /// The text of a request and its answer; without an answer, up to where it begins.
  ///
  /// The tokenizer's own beginning of text is left out, since it puts one there.
  ///
  /// - Throws: where the template needs a value that is not there, or refuses.
  package func text(request: String, answer: String?) throws(InputProblem) -> String {
    func message(_ role: String, _ text: String) -> JinjaValue {
      .map(["role": .text(role), "content": .text(text)])
    }
    let answered = answer.map { [message("assistant", $0)] } ?? []
    let values: [String: JinjaValue] = [
      "messages": .list([message("user", request)] + answered),
      "add_generation_prompt": .boolean(answer == nil), "tools": .none, "documents": .none,
    ]
    let text: String
    do throws(FormatProblem) {
      text = try template.text(tokens.merging(values) { $1 })
    } catch {
      throw InputProblem(at: "\(place): \(error.place)", error.message)
    }
    guard let beginning else { return text }
    guard text.utf8.starts(with: beginning.utf8) else {
      throw InputProblem(
        at: place,
        "does not begin with '\(beginning)', which the tokenizer puts before every text")
    }
    return String(Substring(text.utf8.dropFirst(beginning.utf8.count)))
  }
}

extension ChatTemplate {
  private static func settings(_ files: ModelFiles) throws(InputProblem) -> JSON {
    guard let data = try? files.data("tokenizer_config.json") else { return .object([]) }
    do throws(FormatProblem) {
      return try JSON(reading: [UInt8](data))
    } catch {
      throw InputProblem(
        at: "\(files.location.path)/tokenizer_config.json: \(error.place)", error.message)
    }
  }

  /// The template and the file that it is from.
  private static func template(
    _ files: ModelFiles, _ settings: JSON
  ) throws(InputProblem) -> (text: String, file: String) {
    let own = "chat_template.jinja"
    if let data = try? files.data(own), let text = String(validating: data, as: UTF8.self) {
      return (text, own)
    }
    let file = "tokenizer_config.json"
    switch settings["chat_template"] {
    case .string(let bytes)?: return (String(decoding: bytes, as: UTF8.self), file)
    case .array(let named)?:
      let usual = named.first { $0["name"]?.text == "default" }
      if let text = usual?["template"]?.text { return (text, file) }
    default: break
    }
    throw InputProblem(
      at: files.location.path,
      "has no chat template (\(own), or 'chat_template' of \(file)); use 'chat: none'")
  }

  /// `bos_token`, `eos_token` and the like, each a text or an object with its content.
  private static func tokens(in settings: JSON) -> [String: String] {
    var tokens: [String: String] = [:]
    for name in ["bos_token", "eos_token", "pad_token", "unk_token"] {
      let value = settings[name]
      if let text = value?.text ?? value?["content"]?.text { tokens[name] = text }
    }
    return tokens
  }

  private static func beginning(
    of tokenizer: Tokenizer?, _ text: String?, _ place: String
  ) throws(InputProblem) -> String? {
    guard let tokenizer, case let special = tokenizer.encode("", special: true), !special.isEmpty
    else { return nil }
    guard special.count == 1, let text, tokenizer.encode(text, special: false) == special else {
      throw InputProblem(
        at: place,
        "the tokenizer puts special tokens around every text that are not its 'bos_token' alone, "
          + "which a chat template has not")
    }
    return text
  }
}

extension JSON {
  /// The member of an object; nil where there is none.
  fileprivate subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.elementsEqual(name.utf8) }?.value
  }

  fileprivate var text: String? {
    guard case .string(let bytes) = self else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
