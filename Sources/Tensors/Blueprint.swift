import Vocabulary

/// Memory that something is going to own: named blocks, known before there are any.
///
/// The forecast is the sum of the blocks, and the memory is built from the same value, so the two
/// cannot differ. Whatever owns memory has one function that makes its blueprint:
///
/// ```swift
/// let blueprint: Blueprint = [
///   .floats("momentum", space.count, .optimizerState), .floats("piece", 4096, .scratch),
/// ]
/// blueprint.bytes.total  // the forecast
/// let memory = try blueprint.build(ledger)
/// let momentum = memory.floats("momentum")
/// ```
public struct Blueprint: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// One piece of memory.
  public struct Block: Hashable, Sendable {
    /// What its owner calls it.
    public let name: String
    /// On what the ledger enters it.
    public let account: Account
    /// Its size in bytes.
    public let byteCount: Int

    /// Bytes of any kind.
    public static func bytes(_ name: String, _ count: Int, _ account: Account) -> Block {
      Block(name: name, account: account, byteCount: count)
    }

    /// Floats of 32 bits, `count` of them.
    public static func floats(_ name: String, _ count: Int, _ account: Account) -> Block {
      bytes(name, count * MemoryLayout<Float>.stride, account)
    }

    /// Floats of 64 bits, `count` of them.
    public static func doubles(_ name: String, _ count: Int, _ account: Account) -> Block {
      bytes(name, count * MemoryLayout<Double>.stride, account)
    }

    /// Integers of 32 bits.
    public static func integers(_ name: String, _ count: Int, _ account: Account) -> Block {
      bytes(name, count * MemoryLayout<Int32>.stride, account)
    }

    /// Bits, rounded up to whole bytes.
    public static func bits(_ name: String, _ count: Int, _ account: Account) -> Block {
      bytes(name, (count + 7) / 8, account)
    }
  }

  /// In the order in which they are built.
  public private(set) var blocks: [Block]

  /// Memory of several blocks, whose names differ.
  public init(_ blocks: [Block]) { self.blocks = blocks }
  /// Memory of several blocks, as a literal of them.
  public init(arrayLiteral blocks: Block...) { self.blocks = blocks }

  /// The forecast: bytes per account.
  public var bytes: AccountBytes {
    blocks.reduce(into: AccountBytes()) { $0[$1.account] += $1.byteCount }
  }

  /// The blocks of two owners, or of two parts of one.
  public static func + (first: Blueprint, second: Blueprint) -> Blueprint {
    Blueprint(first.blocks + second.blocks)
  }

  /// Zeroed memory for every block; no two of them may have one name.
  public func build(_ ledger: Ledger) throws(OutOfMemory) -> Allocation {
    try Allocation(self, ledger)
  }
}

/// Memory as a blueprint has it; its views are valid while this object lives.
public final class Allocation {
  private final class Room {
    let buffer: Buffer

    init(_ block: Blueprint.Block, _ ledger: Ledger) throws(OutOfMemory) {
      buffer = try Buffer(block, of: ledger)
    }
  }

  private let rooms: [String: Room]

  fileprivate init(_ blueprint: Blueprint, _ ledger: Ledger) throws(OutOfMemory) {
    var rooms: [String: Room] = [:]
    for block in blueprint.blocks {
      precondition(rooms[block.name] == nil, "two blocks are called \(block.name)")
      rooms[block.name] = try Room(block, ledger)
    }
    self.rooms = rooms
  }

  private func room(_ name: String) -> Room {
    guard let room = rooms[name] else { preconditionFailure("there is no block \(name)") }
    return room
  }

  /// The block of this name, which must be one of the blueprint's, as 32-bit floats.
  public func floats(_ name: String) -> FloatView { room(name).buffer.floats }
  /// The block of this name, which must be one of the blueprint's, as 64-bit floats.
  public func doubles(_ name: String) -> DoubleView { room(name).buffer.doubles }
  /// The block of this name, which must be one of the blueprint's, as 32-bit integers.
  public func integers(_ name: String) -> IntegerView { room(name).buffer.integers }
}
