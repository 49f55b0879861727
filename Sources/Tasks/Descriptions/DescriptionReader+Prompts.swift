import Vocabulary

/// What is asked, and how an answer is judged.
extension DescriptionReader {
  /// The list of `prompts`, or the one prompt that stands at the top.
  mutating func prompts(_ top: [String: SettingValue]) -> [PromptTemplate]? {
    let single = top.filter { ["prompt", "options", "withoutInput"].contains($0.key) }
    switch (top["prompts"], single.isEmpty) {
    case (nil, true):
      report("", "'prompt' with 'options', or a list of 'prompts', is missing")
    case (.some, false):
      report("prompts", "the prompt stands here and at the top; keep one")
    case (nil, false):
      return prompt(Part(content: .map(single), path: "")).map { [$0] }
    case (.some, true):
      return elements(top.part("prompts", of: "")) { reader, part in reader.prompt(part) }
    }
    return nil
  }

  private mutating func prompt(_ part: Part) -> PromptTemplate? {
    let members = members(part, required: ["prompt", "options"], optional: ["withoutInput"])
    guard let members else { return nil }
    let prompt = text(members.part("prompt", of: part.path))
    let options = texts(members.part("options", of: part.path))
    let withoutInput = text(members.part("withoutInput", of: part.path))
    guard let prompt, let options else { return nil }
    return PromptTemplate(prompt, options: options, withoutInput: withoutInput ?? "")
  }

  mutating func answer(_ part: Part) -> AnswerRule? {
    let members = members(part, optional: ["label", "candidates", "generated"])
    guard let members else { return nil }
    guard members.count == 1 else {
      report(part.path, "must have one of label, candidates and generated")
      return nil
    }
    let label = members.part("label", of: part.path)
    if case .list? = label.content {
      let rules = elements(label) { reader, part in reader.label(part) }
      return rules.map { .label($0) }
    }
    if let rule = self.label(label) { return .label([rule]) }
    if let rule = candidates(members.part("candidates", of: part.path)) {
      return .candidates(rule)
    }
    return text(members.part("generated", of: part.path)).map { .generated($0) }
  }

  private mutating func label(_ part: Part) -> LabelRule? {
    let members = members(part, required: ["field", "classes"], optional: ["unlabeled"])
    guard let members else { return nil }
    let field = text(members.part("field", of: part.path))
    let classes = elements(members.part("classes", of: part.path)) { reader, part in
      reader.spellings(part)
    }
    let unlabeled = spellings(members.part("unlabeled", of: part.path))
    guard let field, let classes else { return nil }
    return LabelRule(field, classes, unlabeled: unlabeled)
  }

  /// One spelling or a list of them.
  private mutating func spellings(_ part: Part) -> [String]? {
    guard case .list? = part.content else { return spelling(part).map { [$0] } }
    return elements(part) { reader, part in reader.spelling(part) }
  }

  private mutating func candidates(_ part: Part) -> CandidateRule? {
    let members = members(part, required: ["field", "right"], optional: ["placeholder"])
    guard let members else { return nil }
    let field = text(members.part("field", of: part.path))
    let right = text(members.part("right", of: part.path))
    let placeholder = text(members.part("placeholder", of: part.path))
    guard let field, let right else { return nil }
    return CandidateRule(field, right: right, placeholder: placeholder)
  }

  mutating func masked(_ part: Part) -> MaskedTemplate? {
    let members = members(
      part, required: ["pattern", "sentences", "words"],
      optional: ["firstLimit", "otherLimit", "maxLength"])
    guard let members else { return nil }
    let pattern = text(members.part("pattern", of: part.path))
    let sentences = texts(members.part("sentences", of: part.path))
    let words = texts(members.part("words", of: part.path))
    let firstLimit = count(members.part("firstLimit", of: part.path), least: 1)
    let otherLimit = count(members.part("otherLimit", of: part.path), least: 1)
    let maxLength = count(members.part("maxLength", of: part.path), least: 1)
    guard let pattern, let sentences, let words else { return nil }
    return MaskedTemplate(
      pattern, sentences: sentences, words: words, firstLimit: firstLimit, otherLimit: otherLimit,
      maxLength: maxLength)
  }
}
