/// The names of ZO-LLM's and MeZO's flags beside those of zobench.
enum SweepNames {
  static let tasks = [
    "sst2": "sst2", "sst-2": "sst2", "sst-5": "sst5", "copa": "copa", "boolq": "boolq",
    "multirc": "multirc", "cb": "cb", "wic": "wic", "wsc": "wsc", "record": "record",
    "rte": "rte", "squad": "squad", "drop": "drop", "winogrande": "winogrande", "snli": "snli",
    "mnli": "mnli", "qnli": "qnli", "trec": "trec", "mr": "mr", "cr": "cr",
  ]

  /// Training examples of the small data sets, which are fewer than sweeps ask for.
  static let sizes: [String: Double] = ["copa": 400, "cb": 250, "wsc": 554]

  /// Trainers that estimate a gradient from losses, with the optimizer that they are.
  static let zerothOrder = [
    "zo": "zo-sgd", "zo_sgd": "zo-sgd", "zo_adam": "zo-adam", "zo_sign_opt": "zo-sgd-sign",
    "zo_conserv": "zo-sgd-cons",
  ]

  /// The model that a path names, as its last component without an organisation: `opt-13b`.
  static func model(in path: [String]) -> String? {
    for part in path.reversed() {
      let text = part.lowercased().replacing("llama-2", with: "llama").replacing("-hf", with: "")
      if let family = families.first(where: { text.contains($0) }) {
        return family + (size(in: text).map { "-" + $0 } ?? "")
      }
    }
    return nil
  }

  private static let families = ["opt", "llama", "vicuna", "mistral", "roberta"]

  /// `13b` of `opt-13b`; nil for families that the study has in one size.
  private static func size(in text: String) -> String? {
    guard !text.contains("vicuna"), !text.contains("mistral") else { return nil }
    return text.split { "-_/".contains($0) }.map(String.init).first {
      guard let last = $0.last, "bm".contains(last), $0.count > 1 else { return false }
      return Double($0.dropLast()) != nil
    }
  }

  /// The task that a folder such as `Copa_opt-13b` names.
  static func task(in path: [String]) -> String? {
    path.reversed().lazy.compactMap { part in
      part.lowercased().split { "_./".contains($0) }.lazy.compactMap { tasks[String($0)] }.first
    }.first
  }
}
