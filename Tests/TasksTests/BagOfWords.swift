import Foundation
import Tasks

/// A logistic regression on which words a prompt holds: what a task must not be solved by.
struct BagOfWords {
  private var weights: [Substring: Double] = [:]
  private var bias = 0.0

  init(trainedOn examples: [Example], epochs: Int) {
    let bags = examples.map { (Self.words($0), Double($0.gold)) }
    for epoch in 0..<epochs {
      let rate = 0.5 / Double(1 + epoch)
      for (words, label) in bags {
        let error = label - 1 / (1 + exp(-score(words)))
        bias += rate * error
        for word in words { weights[word, default: 0] += rate * error }
      }
    }
  }

  func accuracy(on examples: [Example]) -> Double {
    let right = examples.filter { (score(Self.words($0)) > 0) == ($0.gold == 1) }
    return Double(right.count) / Double(examples.count)
  }

  private func score(_ words: Set<Substring>) -> Double {
    words.reduce(bias) { $0 + weights[$1, default: 0] }
  }

  private static func words(_ example: Example) -> Set<Substring> {
    Set(example.prompt.split(separator: " "))
  }
}
