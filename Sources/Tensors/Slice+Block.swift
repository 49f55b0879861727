extension Slice {
  /// A block of a model: the stack that it is in and its number there.
  public struct Block: Hashable, Sendable {
    /// What stands before the number: `model.decoder.layers`.
    public let stack: String
    public let number: Int
  }

  /// The block of which this parameter is a part, by its name; nil outside of the blocks.
  ///
  /// Every family numbers its blocks in the names of their parameters, as `….layers.3.fc1.weight`
  /// or `h.3.mlp.c_fc.weight`: the first part that is a number says which.
  public var block: Block? {
    let parts = name.split(separator: ".")
    for (place, part) in parts.enumerated() where place > 0 {
      guard part.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(part) else {
        continue
      }
      return Block(stack: parts[..<place].joined(separator: "."), number: number)
    }
    return nil
  }
}
