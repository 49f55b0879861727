/// Lays a text out by a template such as `<s> $A </s>`; only the template of one text is read.
struct TemplatePostProcessor: PostProcessor {
  static let name = "TemplateProcessing"

  private enum Item {
    case inserted([Int32])
    case text
  }
  private var items: [Item] = []

  /// The template that puts ids around the text.
  init(before: [Int32], after: [Int32]) {
    items = [.inserted(before), .text, .inserted(after)]
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    for item in try field.required("single").elements() {
      if let special = try item.optional("SpecialToken") {
        let name = try special.required("id").bytes().text
        items.append(.inserted(try Self.ids(of: name, in: try field.required("special_tokens"))))
      } else {
        let sequence = try item.required("Sequence").required("id")
        guard try sequence.bytes() == Bytes("A") else {
          throw sequence.problem("a template of one text can only place 'A'")
        }
        items.append(.text)
      }
    }
  }

  private static func ids(
    of name: String, in specials: JSONField
  ) throws(TokenizerProblem) -> [Int32] {
    var ids: [Int32] = []
    for id in try specials.required(name).required("ids").elements() { ids.append(try id.id()) }
    return ids
  }

  var insertedIDs: [Int32] {
    items.flatMap { item in
      if case .inserted(let ids) = item { return ids }
      return []
    }
  }

  func process(_ ids: [Int32]) -> [Int32] {
    items.flatMap { item in
      switch item {
      case .inserted(let inserted): inserted
      case .text: ids
      }
    }
  }
}
