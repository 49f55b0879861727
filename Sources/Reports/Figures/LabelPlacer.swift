/// Finds room for labels beside points, so that none covers another or leaves the plot.
struct LabelPlacer {
  private struct Box {
    var left, top, right, bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private var taken: [Box]
  private let bounds: Box

  /// - Parameter points: places of marks, which labels keep clear of.
  init(points: [(x: Double, y: Double)], x: ClosedRange<Double>, y: ClosedRange<Double>) {
    taken = []
    bounds = Box(left: x.lowerBound, top: y.lowerBound, right: x.upperBound, bottom: y.upperBound)
    avoid(points)
  }

  /// Labels that are placed from now on keep clear of these points, too.
  mutating func avoid(_ points: [(x: Double, y: Double)]) {
    taken += points.map { Box(left: $0.x - 5, top: $0.y - 5, right: $0.x + 5, bottom: $0.y + 5) }
  }

  /// The left end of the base line of a label for the point; nil when there is no room.
  ///
  /// Farther away than 16, a label would seem to be another point's, unless that is marked.
  mutating func place(
    _ text: String, at point: (x: Double, y: Double), within distances: [Double] = [8, 16]
  ) -> (x: Double, y: Double)? {
    let width = PlotFrame.characterWidth * Double(text.count)
    for distance in distances {
      let places = [
        (point.x + 8, point.y + distance + 6), (point.x + 8, point.y - distance + 2),
        (point.x + distance, point.y + 4), (point.x - distance - width, point.y + 4),
        (point.x - width / 2, point.y + distance + 8), (point.x - width / 2, point.y - distance),
        (point.x - 8 - width, point.y + distance + 6), (point.x - 8 - width, point.y - distance),
        (point.x - 18, point.y - distance), (point.x - 18, point.y + distance + 8),
      ]
      for place in places where claim(x: place.0, y: place.1, width: width) {
        return (place.0, place.1)
      }
    }
    return nil
  }

  private mutating func claim(x: Double, y: Double, width: Double) -> Bool {
    let box = Box(left: x - 1, top: y - 10, right: x + width + 1, bottom: y + 3)
    guard box.left >= bounds.left, box.right <= bounds.right, box.top >= bounds.top,
      box.bottom <= bounds.bottom, !taken.contains(where: box.meets)
    else { return false }
    taken.append(box)
    return true
  }
}
