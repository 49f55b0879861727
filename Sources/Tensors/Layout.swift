/// One named parameter inside a block of parameters: llm.c's size table, with names.
public struct Slice: Hashable, Sendable {
  /// What a parameter is, for masks, decay rules and schemes.
  public enum Kind: String, Hashable, Sendable {
    case embedding, matrix, bias, scale
  }

  /// Position in the layout; also the tensor number in random counters.
  public let index: Int
  /// Its name in the checkpoint.
  public let name: String
  /// What it is in the network.
  public let kind: Kind
  /// Rows and columns; a vector has one row.
  public let rows: Int
  /// Elements of a row.
  public let columns: Int
  /// Elements before this one.
  public let offset: Int
  /// The block of which it is a part, by its name; nil outside of the blocks.
  public let block: Block?

  /// Elements in it.
  public var count: Int { rows * columns }
}

/// The parameters of a block, in order.
public struct Layout: Hashable, Sendable {
  /// The parameters in their order.
  public private(set) var slices: [Slice] = []
  private var byName: [String: Int] = [:]

  /// A block without parameters.
  public init() {}

  /// Elements in all.
  public var count: Int { slices.last.map { $0.offset + $0.count } ?? 0 }

  /// Adds a parameter of `rows × columns` and returns its slice.
  @discardableResult
  public mutating func add(
    _ name: String, _ kind: Slice.Kind, rows: Int = 1, columns: Int
  ) -> Slice {
    let slice = Slice(
      index: slices.count, name: name, kind: kind, rows: rows, columns: columns, offset: count,
      block: Slice.Block(of: name))
    byName[name] = slice.index
    slices.append(slice)
    return slice
  }

  /// The parameter of a name, if there is one.
  public subscript(name: String) -> Slice? { byName[name].map { slices[$0] } }
}
