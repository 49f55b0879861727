import Foundation
import Graphs
import Tensors

/// A linear layer without bias whose matrix of in × out is a tensor train.
///
/// With in = Π aᵢ and out = Π bⱼ the cores are r₀ × a₁ × r, r × aᵢ × r, r × bⱼ × r, r × b_q × 1,
/// r₀ = 1. The input's half is contracted to A (in × r), the output's to B (r × out), and
/// `y = (x·A)·B`. A core is stored with a row per (digit, outer bond) and a column per inner bond:
/// outer is right of the input's cores and left of the output's. The first digit of an input is
/// the first core's, that of an output the last core's.
package struct TensorTrainLayer {
  /// Sizes of digits, the first core's first.
  package let input, output: [Int]
  package let rank: Int

  package init(_ input: [Int], _ output: [Int], rank: Int) {
    self.input = input
    self.output = output
    self.rank = rank
  }

  package var inputSize: Int { input.reduce(1, *) }
  package var outputSize: Int { output.reduce(1, *) }

  /// Rows and columns of the cores: the input's from the first, then the output's from the last,
  /// in the order of their contraction.
  package var cores: (input: [(rows: Int, columns: Int)], output: [(rows: Int, columns: Int)]) {
    func half(_ digits: [Int]) -> [(rows: Int, columns: Int)] {
      digits.enumerated().map { number, digit in
        number == 0 ? (digit, rank) : (digit * rank, rank)
      }
    }
    return (half(input), half(output.reversed()))
  }

  /// Numbers in all cores.
  package var count: Int { (cores.input + cores.output).reduce(0) { $0 + $1.rows * $1.columns } }

  /// The deviation of normal elements with which the contracted matrix has elements of variance
  /// 1 / (in + out): each is a sum over r^(n − 1) paths of products of n elements.
  package var deviation: Float {
    let cores = Double(input.count + output.count)
    let bonds = cores - 1
    let variance = 1 / Double(inputSize + outputSize)
    let paths = pow(Double(rank), bonds)
    return Float(pow(variance / paths, 1 / (2 * cores)))
  }

  /// A factorization into `parts` factors that are as equal as its primes allow, the largest first.
  package static func digits(of size: Int, parts: Int) -> [Int] {
    var factors = [Int](repeating: 1, count: parts)
    for prime in primes(of: size).reversed() {
      let least = factors.indices.min { factors[$0] < factors[$1] } ?? 0
      factors[least] *= prime
    }
    return factors.sorted(by: >)
  }

  private static func primes(of size: Int) -> [Int] {
    var (rest, prime, found) = (size, 2, [Int]())
    while prime * prime <= rest {
      while rest % prime == 0 {
        found.append(prime)
        rest /= prime
      }
      prime += 1
    }
    return rest > 1 ? found + [rest] : found
  }
}

extension TensorTrainLayer {
  /// The parameters of one layer, in the order of `cores`.
  package struct Parameters {
    package var input, output: [Slice]

    package init(input: [Slice], output: [Slice]) {
      self.input = input
      self.output = output
    }
  }

  /// Adds the layer's cores to a model; `zero` is whether the last is zero, and so the layer.
  func add(_ name: String, zero: Bool, _ tuned: inout TunedModel) -> Parameters {
    func half(_ sizes: [(rows: Int, columns: Int)], _ side: String) -> [Slice] {
      sizes.enumerated().map { number, size in
        let isLast = side == "output" && number == 0
        return tuned.add(
          "\(name).\(side).\(number)", .matrix, rows: size.rows, columns: size.columns,
          zero && isLast ? .constant(0) : .normal(deviation: deviation))
      }
    }
    return Parameters(input: half(cores.input, "input"), output: half(cores.output, "output"))
  }

  /// `(x·A)·B`.
  package func apply(_ parameters: Parameters, to x: NodeID, _ graph: inout Graph) -> NodeID {
    let down = contract(parameters.input, &graph)
    let up = contract(parameters.output, &graph)
    let middle = graph.add(Product(), x, down)
    return graph.add(Product(.transposed), middle, up)
  }

  /// A half of the train as a matrix of size × rank.
  private func contract(_ cores: [Slice], _ graph: inout Graph) -> NodeID {
    var matrix = graph.add(ParameterValue(), graph.parameter(cores[0]))
    for core in cores.dropFirst() {
      let longer = graph.add(Linear(), matrix, graph.parameter(core))
      matrix = graph.add(Reshape(columns: rank), longer)
    }
    return matrix
  }
}
