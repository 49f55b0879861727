import Foundation
import Graphs

extension ReferenceModel {
  /// Attention query by query: the keys that it sees are listed, weighed and summed.
  ///
  /// Keys and values begin with the rows of the prefix, if there is one.
  func attention(
    _ attention: Attention, _ q: [Double], _ k: [Double], _ v: [Double]
  ) -> [Double] {
    let (dimension, heads) = (attention.dimension, attention.heads)
    var result = [Double](repeating: 0, count: q.count)
    for segment in batch.segments {
      let prefix = attention.prefix
      let context = (0..<segment.context.count).map { Int(segment.context.start + $0) }
      let own = (0..<segment.queries.count).map { Int(segment.queries.start + $0) }
      let all = Array(0..<prefix) + (context + own).map { prefix + $0 }
      for (number, query) in own.enumerated() {
        let keys = Self.visible(
          attention, all, position: prefix + context.count + number)
        for head in 0..<heads {
          let group = head * attention.keyHeads / heads
          let from = (query * heads + head) * dimension
          func start(_ key: Int) -> Int { (key * attention.keyHeads + group) * dimension }
          let scores = keys.map { key in
            (0..<dimension).reduce(0) { $0 + q[from + $1] * k[start(key) + $1] }
          }.map { score in
            let scaled = score * Double(attention.factor)
            let cap = Double(attention.cap)
            return cap > 0 ? cap * tanh(scaled / cap) : scaled
          }
          let total = scores.reduce(0) { $0 + exp($1) }
          for (key, score) in zip(keys, scores) {
            for i in 0..<dimension { result[from + i] += exp(score) / total * v[start(key) + i] }
          }
        }
      }
    }
    return result
  }

  private static func visible(_ attention: Attention, _ keys: [Int], position: Int) -> [Int] {
    guard attention.causal else { return keys }
    let past = keys.prefix(position + 1)
    return Array(attention.window > 0 ? past.suffix(attention.window) : past)
  }
}
