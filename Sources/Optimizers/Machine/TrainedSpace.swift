import Tensors

/// The parameters that an optimizer trains, one after another, and how they are divided.
public struct TrainedSpace: Sendable {
  /// All parameters.
  public let layout: Layout
  /// The trained parameters in the order of the layout.
  public let slices: [Slice]
  /// Indices of those that are trained.
  public let admitted: Set<Int>
  /// Elements in all.
  public let count: Int
  /// Parts of a partition; 0 when the parameters are not divided.
  public let partCount: Int
  private let starts: [Int]
  private let parts: [Int]

  /// - Parameter partition: which parameters are moved together; nil does not divide them.
  public init(_ layout: Layout, admitted: Set<Int>, partition: (any Partition)? = nil) {
    self.layout = layout
    self.admitted = admitted
    slices = layout.slices.filter { admitted.contains($0.index) }
    var starts = [Int](repeating: 0, count: layout.slices.count)
    var count = 0
    for slice in slices {
      starts[slice.index] = count
      count += slice.count
    }
    self.starts = starts
    self.count = count
    var parts = [Int](repeating: 0, count: layout.slices.count)
    var names: [String: Int] = [:]
    if let partition {
      for slice in slices {
        let name = partition.part(of: slice)
        names[name] = names[name] ?? names.count + 1
        parts[slice.index] = names[name] ?? 0
      }
    }
    self.parts = parts
    partCount = names.count
  }

  /// Elements of the trained parameters before `slice`.
  public func start(of slice: Slice) -> Int { starts[slice.index] }

  /// The part that `slice` belongs to: 1, 2, …; 0 when nothing is divided.
  public func part(of slice: Slice) -> Int { parts[slice.index] }

  /// The parameters in runs such that no byte of a bitmap of all has bits of two runs.
  var byteRuns: [[Slice]] {
    slices.reduce(into: []) { runs, slice in
      if start(of: slice) % 8 == 0 || runs.isEmpty {
        runs.append([slice])
      } else {
        runs[runs.count - 1].append(slice)
      }
    }
  }

  /// Where each parameter's piece begins when pieces of `length` lie one after another, and the
  /// elements of all.
  func pieces(_ length: (Slice) -> Int) -> (starts: [Int], count: Int) {
    var (starts, count) = ([Int](repeating: 0, count: layout.slices.count), 0)
    for slice in slices {
      starts[slice.index] = count
      count += length(slice)
    }
    return (starts, count)
  }

  /// The longest parameter, in elements.
  public var longest: Int { slices.map(\.count).max() ?? 0 }
}

/// How parameters are divided into parts: parameters of one name belong together.
public protocol Partition: Sendable {
  func part(of slice: Slice) -> String
}
