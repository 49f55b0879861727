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

/// Puts the classifier token before a text and the separator after it.
struct RobertaPostProcessor: PostProcessor {
  static let name = "RobertaProcessing"
  private let classifier: Int32
  private let separator: Int32

  init(classifier: Int32, separator: Int32) {
    self.classifier = classifier
    self.separator = separator
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    classifier = try Self.id(try field.required("cls"))
    separator = try Self.id(try field.required("sep"))
  }

  /// The id of a `["</s>", 2]` pair.
  private static func id(_ field: JSONField) throws(TokenizerProblem) -> Int32 {
    let pair = try field.elements()
    guard pair.count == 2 else { throw field.problem("must be a pair of token and id") }
    return try pair[1].id()
  }

  var insertedIDs: [Int32] { [classifier, separator] }

  func process(_ ids: [Int32]) -> [Int32] {
    [classifier] + ids + [separator]
  }
}

/// Puts the classifier token before a text and the separator after it, as BERT's files say it.
struct BertPostProcessor: PostProcessor {
  static let name = "BertProcessing"
  private let frame: RobertaPostProcessor

  init(_ field: JSONField) throws(TokenizerProblem) {
    frame = try RobertaPostProcessor(field)
  }

  var insertedIDs: [Int32] { frame.insertedIDs }

  func process(_ ids: [Int32]) -> [Int32] { frame.process(ids) }
}

/// Corrects offsets in Hugging Face tokenizers; ids, all there is here, pass unchanged.
struct ByteLevelPostProcessor: PostProcessor {
  static let name = "ByteLevel"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  var insertedIDs: [Int32] { [] }

  func process(_ ids: [Int32]) -> [Int32] { ids }
}

/// Applies post-processors one after the other.
struct PostProcessorSequence: PostProcessor {
  static let name = "Sequence"
  private var stages: [any PostProcessor] = []

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("processors").elements() {
      stages.append(try PostProcessorCatalog.read(stage))
    }
  }

  var insertedIDs: [Int32] { stages.flatMap(\.insertedIDs) }

  func process(_ ids: [Int32]) -> [Int32] {
    stages.reduce(ids) { $1.process($0) }
  }
}
