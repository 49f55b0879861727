import Foundation
import Models
import Tasks
import Vocabulary

/// The Python of a card: loads the weights and predicts as this program does.
struct CardSnippet {
  private let resolution: Resolution
  private let prompt: PythonPrompt
  private let isAdapter: Bool

  init(_ resolution: Resolution, _ prompt: PythonPrompt, isAdapter: Bool) {
    self.resolution = resolution
    self.prompt = prompt
    self.isAdapter = isAdapter
  }

  private var isMasked: Bool {
    if case .masked = resolution.model.family.reading { true } else { false }
  }

  var text: String {
    get throws {
      let functions = try isMasked ? prompt.masked() : prompt.causal()
      return [loading, functions, judging].joined(separator: "\n\n")
    }
  }

  /// The base where this program found it, unless the Hub has it.
  private var base: String {
    resolution.model.hubRepository ?? resolution.model.directory.path
  }

  private var longest: Int {
    let most = resolution.maxLength
    return isMasked ? min(most, prompt.maskedLength ?? most) : most
  }

  private var loading: String {
    let kind = "AutoModelFor\(isMasked ? "MaskedLM" : "CausalLM")"
    let peft = isAdapter ? "from peft import PeftModel\n" : ""
    let adapter = isAdapter ? "\nmodel = PeftModel.from_pretrained(model, \".\")" : ""
    return """
      import torch
      \(peft)from transformers import \(kind), AutoTokenizer

      base = \(canonicalJSON(isAdapter ? base : "."))
      longest = \(longest)
      tokenizer = AutoTokenizer.from_pretrained(base)
      model = \(kind).from_pretrained(base, dtype=torch.float32)\(adapter)
      model.eval()

      """
  }

  private var judging: String {
    if let endsAtLine = prompt.endsAtLine { return generating(endsAtLine) }
    return (isMasked ? Self.maskedScore : Self.causalScore) + Self.choosing
  }

  private static let causalScore = """
    def score(row, answer):
        "The mean log-probability of the answer's tokens after the prompt."
        start = tokenizer(prompt(row).strip(" ")).input_ids
        full = (prompt(row) + answer).strip(" ")
        count = len(tokenizer(full).input_ids) - len(start)
        ids = tokenizer(full.lstrip()).input_ids
        if len(ids) > longest:
            special = tokenizer("").input_ids[:1]
            kept = special if ids[:1] == special else []
            ids = kept + ids[len(ids) - longest + len(kept):]
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0, -len(ids):]
        logprobs = logits.float().log_softmax(-1)
        places = range(len(ids) - count, len(ids))
        return sum(logprobs[i - 1, ids[i]].item() for i in places) / count

    """

  private static let maskedScore = """
    def score(row, answer):
        "The mean log-probability of the answer's tokens, each at a mask."
        def ids_of(pieces):
            found = []
            for text, most in pieces:
                found += tokenizer(text, add_special_tokens=False).input_ids[:most]
            return found
        targets = tokenizer(answer, add_special_tokens=False).input_ids
        special = tokenizer("").input_ids
        room = longest - len(special[:1]) - len(targets)
        head = ids_of(before(row))
        head = head[max(0, len(head) - room):]
        tail = (ids_of(after(row)) + special[1:])[:room - len(head)]
        ids = special[:1] + head + [tokenizer.mask_token_id] * len(targets) + tail
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0, -len(ids):]
        logprobs = logits.float().log_softmax(-1)[1 + len(head):]
        return sum(logprobs[i, target].item() for i, target in enumerate(targets)) / len(targets)

    """

  private static let choosing = """


    def predict(row):
        options = answers(row)
        return max(options, key=lambda name: score(row, options[name]))
    """

  private func generating(_ endsAtLine: Bool) -> String {
    """
    def predict(row):
        "The answer that the model writes."
        ids = tokenizer(prompt(row).lstrip().strip(" "), return_tensors="pt").input_ids
        written = model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False,
            max_new_tokens=\(resolution.newTokens))
        text = tokenizer.decode(written[0, ids.shape[1]:], skip_special_tokens=True)
        return \(endsAtLine ? "text.split(\"\\n\")[0].strip()" : "text.strip()")
    """
  }
}
