// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it sees of zobench what any other package sees.
let package = Package(
  name: "CustomOptimizer",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "zobench", path: "../../..")],
  targets: [
    .executableTarget(
      name: "CustomOptimizer", dependencies: [.product(name: "ZerothOrder", package: "zobench")])
  ]
)
