import Foundation
import Reports
import Testing
import Vocabulary

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Where a roofline puts what it is given.
struct RooflineTests {
  /// They meet at 10 FLOP per byte.
  private static let roofs = Roofs(gflops: 200, gigabytesPerSecond: 20)

  private static func part(
    _ name: String, gflop: Double = 0, gigabytes: Double, share: Double = 0.5
  ) -> RooflineFigure.Part {
    RooflineFigure.Part(
      name: name, seconds: 1, share: share, flops: 1e9 * gflop, bytes: 1e9 * gigabytes)
  }

  private static func figure(_ parts: RooflineFigure.Part..., roofs: Roofs = roofs) -> Figure {
    RooflineFigure(title: "a model", setting: "a batch", roofs: roofs, parts: parts).figure
  }

  /// The mark of the first part, a circle as before it in the legend, and the corners of the roofs.
  private func places(
    _ figure: Figure
  ) throws -> (x: Double, y: Double, corners: [(x: Double, y: Double)]) {
    let circle = try #require(figure.svg.matches(of: /cx="([0-9.]+)" cy="([0-9.]+)"/).last)
    let path = try #require(figure.svg.firstMatch(of: /class="axis" d="M([0-9. L-]+)"/))
    let corners = path.1.split(separator: "L").map { corner in
      corner.split(separator: " ").compactMap { Double($0) }
    }
    try #require(corners.count == 3 && corners.allSatisfy { $0.count == 2 })
    return (
      try #require(Double(circle.1)), try #require(Double(circle.2)),
      corners.map { ($0[0], $0[1]) }
    )
  }

  @Test func everyPartIsNamedInWellFormedXML() {
    let figure = Self.figure(
      Self.part("step", gflop: 90, gigabytes: 10, share: 1),
      Self.part("<A&B>", gflop: 80, gigabytes: 4),
      Self.part("Normalize", gigabytes: 7, share: 0.1),
      Self.part("Add", gigabytes: 3, share: 0.004),
      Self.part("Part", gigabytes: 0, share: 0))
    #expect(XMLParser(data: Data(figure.svg.utf8)).parse())
    #expect(!figure.svg.contains("nan") && !figure.svg.contains("inf"))
    for text in [
      ">step 100 %</text>", ">&lt;A&amp;B&gt; 50 %</text>", ">Normalize 10 %</text>",
      ">200 GFLOP/s</text>", ">20.0 GB/s</text>",
    ] {
      #expect(figure.svg.contains(text), "\(text)")
    }
    // What is not drawn is said.
    #expect(figure.caption.contains("not drawn: Add.") && figure.caption.contains("of Part."))
  }

  @Test func partsStandOnTheirSideOfTheRidge() throws {
    let multiplying = try places(Self.figure(Self.part("a", gflop: 100, gigabytes: 2)))
    #expect(multiplying.x > multiplying.corners[1].x)
    #expect(multiplying.y > multiplying.corners[1].y)
    let moving = try places(Self.figure(Self.part("a", gflop: 10, gigabytes: 5)))
    #expect(moving.x < moving.corners[1].x)
    let top = try places(Self.figure(Self.part("a", gflop: 200, gigabytes: 20)))
    #expect(abs(top.x - top.corners[1].x) < 0.2 && abs(top.y - top.corners[1].y) < 0.2)
  }

  /// As fast as memory is on the slanted roof; half as fast is below it.
  @Test func whatMultipliesNothingStandsAtTheEdge() throws {
    /// How far below the slanted roof a part is drawn.
    func depth(_ gigabytes: Double) throws -> Double {
      let found = try places(Self.figure(Self.part("a", gigabytes: gigabytes)))
      let (start, ridge) = (found.corners[0], found.corners[1])
      #expect(found.x - start.x < 30)
      let along = (found.x - start.x) / (ridge.x - start.x)
      return found.y - (start.y + along * (ridge.y - start.y))
    }
    #expect(abs(try depth(20)) < 0.3)
    #expect(try depth(10) > 5)
  }

  @Test func productsOfHalvesHaveARoofOfTheirOwn() {
    let roofs = Roofs(gflops: 200, halfGflops: 500, gigabytesPerSecond: 20)
    let figure = Self.figure(Self.part("a", gflop: 300, gigabytes: 2), roofs: roofs)
    #expect(figure.svg.contains(">500 GFLOP/s in bf16</text>"))
  }

  @Test func nothingToDrawIsARoof() {
    let figure = Self.figure()
    #expect(XMLParser(data: Data(figure.svg.utf8)).parse() && !figure.svg.contains("nan"))
  }
}
