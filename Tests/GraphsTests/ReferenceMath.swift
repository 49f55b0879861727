import Foundation
import Graphs
import Tensors

/// The operations again, in double precision and in the plainest words: what the graph must say.
struct ReferenceModel {
  /// Elements of every parameter, by name.
  var parameters: [String: [Double]]
  var columns: [String: Int]
  var batch: Batch

  func embedding(_ name: String, positionOffset: Int? = nil) -> [Double] {
    let width = columns[name] ?? 0
    let rows = positionOffset.map { offset in batch.positions.map { Int($0) + offset } }
    return (rows ?? batch.tokens.map(Int.init)).flatMap { row in
      (0..<width).map { self[name][row * width + $0] }
    }
  }

  subscript(name: String) -> [Double] { parameters[name] ?? [] }

  func linear(_ x: [Double], _ name: String, bias: String? = nil) -> [Double] {
    let (width, weights) = (columns[name] ?? 1, self[name])
    let out = weights.count / width
    return (0..<x.count / width).flatMap { row in
      (0..<out).map { o in
        (bias.map { self[$0][o] } ?? 0)
          + (0..<width).reduce(0) { $0 + x[row * width + $1] * weights[o * width + $1] }
      }
    }
  }

  func activate(_ x: [Double], _ function: Activation) -> [Double] {
    x.map { x in
      switch function {
      case .relu: max(x, 0)
      case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
      case .geluTanh:
        0.5 * x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
      case .silu: x / (1 + exp(-x))
      case .tanh: Foundation.tanh(x)
      }
    }
  }

  func normalize(
    _ x: [Double], _ kind: Normalization, scale: String, shift: String?, epsilon: Double,
    above: Double = 0
  ) -> [Double] {
    let width = self[scale].count
    return stride(from: 0, to: x.count, by: width).flatMap { start -> [Double] in
      let row = Array(x[start..<start + width])
      let mean = kind == .layer ? row.reduce(0, +) / Double(width) : 0
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      return row.indices.map {
        (row[$0] - mean) / (variance + epsilon).squareRoot() * (above + self[scale][$0])
          + (shift.map { self[$0] }?[$0] ?? 0)
      }
    }
  }

  func scored(_ x: [Double]) -> [Double] {
    let width = x.count / batch.tokens.count
    return batch.scored.flatMap { row in (0..<width).map { x[Int(row) * width + $0] } }
  }

  func tokenLogProbabilities(_ logits: [Double]) -> [Double] {
    let width = logits.count / batch.scored.count
    return zip(batch.pickRows, batch.pickTokens).map { row, token in
      let row = Array(logits[Int(row) * width..<(Int(row) + 1) * width])
      return row[Int(token)] - log(row.reduce(0) { $0 + exp($1) })
    }
  }

  func optionMeans(_ picks: [Double]) -> [Double] {
    (0..<batch.extents.options).map { option in
      let own = zip(batch.pickOptions, picks).filter { $0.0 == Int32(option) }.map(\.1)
      return own.isEmpty ? 0 : own.reduce(0, +) / Double(own.count)
    }
  }

  func optionCrossEntropy(_ scores: [Double]) -> [Double] {
    let losses = zip(batch.options, batch.gold).map { span, gold in
      let own = Array(scores[Int(span.start)..<Int(span.start + span.count)])
      return log(own.reduce(0) { $0 + exp($1) }) - own[Int(gold)]
    }
    return [losses.reduce(0, +) / Double(losses.count)]
  }

  func negativeMean(_ picks: [Double]) -> [Double] {
    [-picks.reduce(0, +) / Double(picks.count)]
  }
}
