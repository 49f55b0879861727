import Foundation
import Graphs
import Tensors

extension OperationCase {
  /// Every public operation, in every way that it can be used.
  static let all: [OperationCase] =
    embeddings + linears + elementwise + norms + rotaries + attentions + losses + picks
    + adapters

  typealias Parameter = (name: String, kind: Slice.Kind, rows: Int, columns: Int)

  static func table(_ name: String, _ columns: Int, rows: Int = 5) -> Parameter {
    (name, .embedding, rows, columns)
  }

  private static let embeddings: [OperationCase] = [
    OperationCase(
      name: "Embedding token", parameters: [table("x", 7)], batch: .plain,
      build: { $0.add(Embedding(.token), $0.parameter("x")) }, reference: { $0.embedding("x") }),
    OperationCase(
      name: "Embedding token, scaled", parameters: [table("x", 7)], batch: .plain,
      build: { $0.add(Embedding(.token, times: 2.5), $0.parameter("x")) },
      reference: { $0.embedding("x").map { 2.5 * $0 } }),
    OperationCase(
      name: "Embedding position", parameters: [table("p", 17, rows: 6)], batch: .plain,
      build: { $0.add(Embedding(.position(offset: 2)), $0.parameter("p")) },
      reference: { $0.embedding("p", positionOffset: 2) }),
    OperationCase(
      name: "Embedding row", parameters: [table("p", 9, rows: 3)], batch: .plain,
      build: { $0.add(Embedding(.row(1)), $0.parameter("p")) },
      reference: { model in model.batch.tokens.flatMap { _ in model["p"][9..<18] } }),
    OperationCase(
      name: "GatherScored", parameters: [table("x", 19)], batch: .plain,
      build: {
        let x = $0.add(Embedding(.token), $0.parameter("x"))
        return $0.add(GatherScored(), x)
      }, reference: { $0.scored($0.embedding("x")) }),
  ]

  private static func linear(_ name: String, width: Int, out: Int, bias: Bool) -> OperationCase {
    OperationCase(
      name: name,
      parameters: [table("x", width), ("w", .matrix, out, width), ("b", .bias, 1, out)],
      batch: .plain,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        guard bias else { return graph.add(Linear(), x, graph.parameter("w")) }
        return graph.add(Linear(), x, graph.parameter("w"), graph.parameter("b"))
      },
      reference: { $0.linear($0.embedding("x"), "w", bias: bias ? "b" : nil) })
  }

  private static let linears = [
    linear("Linear", width: 6, out: 9, bias: false),
    linear("Linear with bias", width: 6, out: 9, bias: true),
    // Panels have 384 rows: the matrix is read in two of them.
    linear("Linear in two panels", width: 5, out: 391, bias: true),
    OperationCase(
      name: "Linear tied to the embedding", parameters: [table("x", 6)], batch: .plain,
      build: {
        let x = $0.add(Embedding(.token), $0.parameter("x"))
        return $0.add(Linear(), x, $0.parameter("x"))
      }, reference: { $0.linear($0.embedding("x"), "x") }),
  ]

  private static let elementwise: [OperationCase] =
    [
      OperationCase(
        name: "Add", parameters: [table("x", 7), table("y", 7)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token), $0.parameter("x"))
          let y = $0.add(Embedding(.token), $0.parameter("y"))
          return $0.add(Add(), x, y)
        }, reference: { zip($0.embedding("x"), $0.embedding("y")).map { $0 + $1 } }),
      OperationCase(
        name: "Multiply", parameters: [table("x", 7), table("y", 7)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token), $0.parameter("x"))
          let y = $0.add(Embedding(.token), $0.parameter("y"))
          return $0.add(Multiply(), x, y)
        }, reference: { zip($0.embedding("x"), $0.embedding("y")).map { $0 * $1 } }),
      OperationCase(
        name: "SoftCap", parameters: [table("x", 23)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token, times: 3), $0.parameter("x"))
          return $0.add(SoftCap(1.5), x)
        }, reference: { $0.embedding("x").map { 1.5 * tanh(3 * $0 / 1.5) } }),
      OperationCase(
        name: "TakeColumns", parameters: [table("x", 15)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token), $0.parameter("x"))
          return $0.add(TakeColumns(from: 1, 2, every: 5), x)
        },
        reference: {
          $0.embedding("x").enumerated().filter { [1, 2].contains($0.offset % 5) }.map(\.element)
        }),
      OperationCase(
        name: "a value used three times", parameters: [table("x", 7)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token), $0.parameter("x"))
          let square = $0.add(Multiply(), x, x)
          return $0.add(Add(), square, x)
        }, reference: { $0.embedding("x").map { $0 * $0 + $0 } }),
    ]
    + Activation.allCases.map { function in
      OperationCase(
        name: "Activate \(function)", parameters: [table("x", 23)], batch: .plain,
        build: {
          let x = $0.add(Embedding(.token), $0.parameter("x"))
          return $0.add(Activate(function), x)
        }, reference: { $0.activate($0.embedding("x"), function) })
    }

  private static func norm(_ kind: Normalization, shift: Bool) -> OperationCase {
    OperationCase(
      name: "Normalize \(kind)\(shift ? " with shift" : "")",
      parameters: [table("x", 19), ("s", .scale, 1, 19), ("b", .bias, 1, 19)], batch: .plain,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let operation = Normalize(kind, epsilon: 1e-5)
        guard shift else { return graph.add(operation, x, graph.parameter("s")) }
        return graph.add(operation, x, graph.parameter("s"), graph.parameter("b"))
      },
      reference: {
        $0.normalize(
          $0.embedding("x"), kind, scale: "s", shift: shift ? "b" : nil,
          epsilon: Double(Float(1e-5)))
      })
  }

  /// Each of three parts by itself, with a scale that is stored as what it has above one.
  private static func partNorm(_ kind: Normalization, shift: Bool) -> OperationCase {
    OperationCase(
      name: "Normalize \(kind) in parts",
      parameters: [table("x", 15), ("s", .scale, 1, 5), ("b", .bias, 1, 5)], batch: .plain,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let operation = Normalize(kind, epsilon: 1e-5, aboveOne: shift ? 0 : 5)
        guard shift else { return graph.add(operation, x, graph.parameter("s")) }
        return graph.add(operation, x, graph.parameter("s"), graph.parameter("b"))
      },
      reference: {
        $0.normalize(
          $0.embedding("x"), kind, scale: "s", shift: shift ? "b" : nil,
          epsilon: Double(Float(1e-5)), above: shift ? 0 : 1)
      })
  }

  private static let norms = [
    partNorm(.rms, shift: false), partNorm(.layer, shift: true),
    norm(.layer, shift: false), norm(.layer, shift: true), norm(.rms, shift: false),
    norm(.rms, shift: true),
  ]
}
