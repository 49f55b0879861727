import Graphs
import Models
import Tensors
import Vocabulary

/// Prefix tuning of a model: which attention gets which keys and values.
struct PrefixScheme: AdapterScheme {
  let adapterKind = AdapterKind.prefix
  var tokens: Int
  var isReal: Bool
  var shift: Bool
  /// Width of the networks that make the prefix; nil when it trains itself.
  var network: Int?

  func checkExport() throws(InputProblem) {
    guard shift else {
      throw InputProblem(
        at: "scheme prefix",
        "PEFT shifts positions by the prefix: one trained with 'shift: false' cannot be exported")
    }
  }

  /// Where one attention's keys or values come from.
  private enum Source {
    case parameter(Slice)
    case network(PrefixNetwork)

    func value(_ graph: inout Graph) -> NodeID {
      switch self {
      case .parameter(let slice): graph.add(ParameterValue(), graph.parameter(slice))
      case .network(let network): network.value(&graph)
      }
    }
  }

  private struct Place {
    var keys, values: Source
  }

  func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel {
    var tuned = TunedModel(model)
    guard !shift || model.maxPositions > tokens else {
      throw PrefixTuning.problem(
        "\(tokens) of the model's \(model.maxPositions) positions would leave none for text")
    }
    let embedding = network.map { width in
      tuned.add(
        "prefix_embeddings", .embedding, rows: tokens, columns: width, .normal(deviation: 1))
    }
    var places: [Int: Place] = [:]
    var (number, window) = (0, 0)
    for planned in ModelOperations(model).body {
      guard let attention = planned.operation as? Attention else { continue }
      guard let key = planned.origins[1] else {
        throw PrefixTuning.problem("the keys of attention \(number) come from no parameter")
      }
      places[key.index] = Place(
        keys: source(key, attention, number, 1, embedding, &tuned),
        values: source(key, attention, number, 2, embedding, &tuned))
      number += 1
      window = max(window, attention.window)
    }
    if window > 0 {
      tuned.notes.append("tokens see the prefix from up to \(window - 1) positions behind it only")
    }
    guard number > 0, places.count == number else {
      throw PrefixTuning.problem("the model's layers cannot be distinguished by their keys")
    }
    tuned.reservedPositions = shift ? tokens : 0
    tuned.body = rewriting(places)
    return tuned
  }

  private func rewriting(_ places: [Int: Place]) -> GraphRewriting {
    let (tokens, start) = (tokens, shift ? tokens : 0)
    return { planned, graph in
      switch planned.operation {
      case var attention as Attention:
        guard let place = planned.origins[1].flatMap({ places[$0.index] }) else { return nil }
        attention.prefix = tokens
        let prefix = [place.keys.value(&graph), place.values.value(&graph)]
        return graph.add(attention, planned.inputs + prefix)
      case let embedding as Embedding:
        guard case .position(let offset) = embedding.index else { return nil }
        return graph.add(Embedding(.position(offset: offset + start)), planned.inputs)
      case var table as RotaryTable:
        table.start += start
        return graph.add(table, planned.inputs)
      default: return nil
      }
    }
  }

  /// The keys (input 1) or values (2) of one attention, beside the layer that makes its keys.
  private func source(
    _ key: Slice, _ attention: Attention, _ number: Int, _ input: Int, _ embedding: Slice?,
    _ tuned: inout TunedModel
  ) -> Source {
    let module = key.module.split(separator: ".").dropLast().joined(separator: ".")
    let name = "\(module).prefix_\(input == 1 ? "key" : "value")"
    let width = attention.keyHeads * attention.dimension
    if let embedding {
      return .network(PrefixNetwork(name, from: embedding, width: width, &tuned))
    }
    return .parameter(
      tuned.add(
        name, .matrix, rows: tokens, columns: width,
        isReal ? .activations(attention: number, input: input) : .normal(deviation: 1)))
  }
}

/// A two-layer network with tanh that makes one layer's keys or values of a shared embedding.
struct PrefixNetwork {
  let embedding: Slice
  private let layers: [(weight: Slice, bias: Slice)]

  init(_ name: String, from embedding: Slice, width: Int, _ tuned: inout TunedModel) {
    self.embedding = embedding
    let middle = embedding.columns
    let bound = 1 / Float(middle).squareRoot()
    var layers: [(weight: Slice, bias: Slice)] = []
    for (number, out) in [(0, middle), (2, width)] {
      layers.append(
        (
          tuned.add(
            "\(name).\(number).weight", .matrix, rows: out, columns: middle,
            .uniform(bound: bound)),
          tuned.add("\(name).\(number).bias", .bias, columns: out, .uniform(bound: bound))
        ))
    }
    self.layers = layers
  }

  func value(_ graph: inout Graph) -> NodeID {
    let x = graph.add(ParameterValue(), graph.parameter(embedding))
    let middle = apply(0, to: x, &graph)
    return apply(1, to: graph.add(Activate(.tanh), middle), &graph)
  }

  private func apply(_ layer: Int, to x: NodeID, _ graph: inout Graph) -> NodeID {
    graph.add(
      Linear(), x, graph.parameter(layers[layer].weight), graph.parameter(layers[layer].bias))
  }
}
