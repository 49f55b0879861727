/// Binary property list (`bplist00`) → tree without positions.
///
/// The last 32 bytes say where the table of object offsets is; objects refer to each other by
/// index. Every reference is checked, and depth and number of values are limited, so cycles and
/// shared objects cannot blow up.
struct BinaryPlistReader {
  private let bytes: [UInt8]
  private let offsets: [Int]
  private let referenceSize: Int
  private var nodes = 0
  /// Text units decoded so far: one long string may be referred to many times.
  private var units = 0

  static func tree(of bytes: [UInt8]) throws(GridProblems) -> GridNode {
    let trailer = bytes.count - 32
    guard trailer >= 9 else { throw damaged() }
    let (offsetSize, referenceSize) = (Int(bytes[trailer + 6]), Int(bytes[trailer + 7]))
    guard
      (1...8).contains(offsetSize), (1...8).contains(referenceSize),
      let count = integer(bytes, trailer + 8, 8), let root = integer(bytes, trailer + 16, 8),
      let table = integer(bytes, trailer + 24, 8),
      count > 0, count <= GridLimits.bytes, table >= 8, table <= trailer,
      count <= (trailer - table) / offsetSize
    else { throw damaged() }
    let offsets = (0..<count).compactMap { integer(bytes, table + $0 * offsetSize, offsetSize) }
    guard offsets.count == count else { throw damaged() }
    // Objects may not lie in the trailer or the table.
    var reader = BinaryPlistReader(
      bytes: Array(bytes[..<table]), offsets: offsets, referenceSize: referenceSize)
    return try reader.object(root, GridPlace(path: ""), depth: 1)
  }

  private init(bytes: [UInt8], offsets: [Int], referenceSize: Int) {
    self.bytes = bytes
    self.offsets = offsets
    self.referenceSize = referenceSize
  }

  private mutating func object(
    _ index: Int, _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    nodes += 1
    guard nodes <= GridLimits.nodes else {
      throw GridProblems(place, "the file has more than \(GridLimits.nodes) values")
    }
    guard depth <= GridLimits.depth else {
      throw GridProblems(place, "values are nested more than \(GridLimits.depth) deep")
    }
    guard offsets.indices.contains(index), bytes.indices.contains(offsets[index]) else {
      throw Self.damaged(place)
    }
    let at = offsets[index]
    switch bytes[at] >> 4 {
    case 0x0 where bytes[at] == 0x08: return GridNode(.boolean(false))
    case 0x0 where bytes[at] == 0x09: return GridNode(.boolean(true))
    case 0x1: return GridNode(.integer(try integer(at, place)))
    case 0x2: return GridNode(.number(try real(at, place)))
    case 0x5, 0x6: return GridNode(.text(try text(at, place)))
    case 0xA: return try sequence(at, place, depth: depth)
    case 0xD: return try mapping(at, place, depth: depth)
    default: throw GridProblems(place, "dates, data and the like are not used in grid files")
    }
  }

  private mutating func sequence(
    _ at: Int, _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    let (count, start) = try length(at, place)
    var elements: [GridNode] = []
    for index in 0..<count {
      let reference = try reference(start, index, place)
      elements.append(try object(reference, place.element(index, at: nil), depth: depth + 1))
    }
    return GridNode(.sequence(elements))
  }

  private mutating func mapping(
    _ at: Int, _ place: GridPlace, depth: Int
  ) throws(GridProblems) -> GridNode {
    let (count, start) = try length(at, place)
    var entries: [GridNode.Entry] = []
    var keys: Set<String> = []
    for index in 0..<count {
      let key = try object(try reference(start, index, place), place, depth: depth + 1)
      guard case .text(let name) = key.content else { throw Self.damaged(place) }
      guard keys.insert(name).inserted else {
        throw GridProblems(place, "this mapping has the key '\(name)' twice; keep one")
      }
      let reference = try reference(start, count + index, place)
      let value = try object(reference, place.child(name, at: nil), depth: depth + 1)
      entries.append(GridNode.Entry(key: name, value: value))
    }
    return GridNode(.mapping(entries))
  }
}

extension BinaryPlistReader {
  /// The count of an object's parts, and where the parts start.
  private func length(
    _ at: Int, _ place: GridPlace
  ) throws(GridProblems) -> (count: Int, start: Int) {
    let low = Int(bytes[at] & 0x0F)
    if low < 0x0F { return (low, at + 1) }
    guard at + 1 < bytes.count, bytes[at + 1] >> 4 == 0x1, bytes[at + 1] & 0x0F <= 3 else {
      throw Self.damaged(place)
    }
    let size = 1 << Int(bytes[at + 1] & 0x0F)
    guard let count = Self.integer(bytes, at + 2, size), count <= bytes.count else {
      throw Self.damaged(place)
    }
    return (count, at + 2 + size)
  }

  private func reference(
    _ start: Int, _ index: Int, _ place: GridPlace
  ) throws(GridProblems) -> Int {
    guard let value = Self.integer(bytes, start + index * referenceSize, referenceSize) else {
      throw Self.damaged(place)
    }
    return value
  }

  private func integer(_ at: Int, _ place: GridPlace) throws(GridProblems) -> Int {
    let size = 1 << Int(bytes[at] & 0x0F)
    guard size <= 8, at + 1 + size <= bytes.count else { throw Self.damaged(place) }
    let bits = bytes[(at + 1)..<(at + 1 + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // Only the eight-byte form is signed.
    return Int(Int64(bitPattern: bits))
  }

  private func real(_ at: Int, _ place: GridPlace) throws(GridProblems) -> Double {
    let size = 1 << Int(bytes[at] & 0x0F)
    guard size == 4 || size == 8, at + 1 + size <= bytes.count else { throw Self.damaged(place) }
    let bits = bytes[(at + 1)..<(at + 1 + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let value =
      size == 8
      ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    guard value.isFinite else { throw GridProblems(place, "a number must be finite") }
    return value
  }

  /// ASCII (0x5) or UTF-16, big-endian (0x6).
  private mutating func text(_ at: Int, _ place: GridPlace) throws(GridProblems) -> String {
    let (count, start) = try length(at, place)
    let width = bytes[at] >> 4 == 0x5 ? 1 : 2
    guard start + count * width <= bytes.count else { throw Self.damaged(place) }
    units += count
    guard units <= GridLimits.bytes else {
      throw GridProblems(place, "the file holds more than 1 MiB of text")
    }
    let units = (0..<count).map { index in
      bytes[(start + index * width)..<(start + (index + 1) * width)]
        .reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw Self.damaged(place) }
    return text
  }

  /// A big-endian unsigned integer; nil when it is out of the bytes or of `Int`.
  private static func integer(_ bytes: [UInt8], _ at: Int, _ size: Int) -> Int? {
    guard at >= 0, at <= bytes.count - size else { return nil }
    let bits = bytes[at..<(at + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: bits)
  }

  private static func damaged(_ place: GridPlace = GridPlace(path: "")) -> GridProblems {
    GridProblems(place, "this binary property list is damaged")
  }
}
