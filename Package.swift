// swift-tools-version: 6.2
import PackageDescription

let dialect: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ extra: [SwiftSetting] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: dialect + extra)
}

func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    resources: resources, swiftSettings: dialect)
}

let package = Package(
  name: "zobench",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "zobench", targets: ["zobench"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels", dependencies: ["COpenBLAS"]),
    module("Experiments", [.product(name: "Crypto", package: "swift-crypto")]),
    module("Tensors", ["CKernels", "Experiments"], [.strictMemorySafety()]),
    module("Graphs", ["Experiments", "Tensors"]),
    module("Tokenizers"),
    module(
      "Models", ["Experiments", "Tensors", "Graphs", "Tokenizers"],
      resources: [.copy("Resources")]),
    module("Schemes", ["Experiments", "Tensors", "Graphs", "Models"]),
    module("Optimizers", ["Experiments", "Tensors"]),
    module("Tasks", ["Experiments", "Tokenizers"]),
    module("Grids", ["Experiments", "Yams"]),
    module(
      "Training",
      [
        "Experiments", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes", "Optimizers",
        "Tasks",
      ]
    ),
    module("Storage", ["Experiments", .product(name: "GRDB", package: "GRDB.swift")]),
    module("Reports", ["Experiments"], resources: [.copy("Resources")]),
    .executableTarget(
      name: "zobench",
      dependencies: [
        "Experiments", "Tasks", "Grids", "Training", "Storage", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: dialect),
    tests(of: "Tensors", ["Experiments", "CKernels"]),
    tests(of: "Graphs", ["Experiments", "Tensors"]),
    tests(of: "Tokenizers", resources: [.copy("Fixtures")]),
    tests(of: "Tasks", ["Experiments"]),
    tests(of: "Grids", ["Experiments"]),
    tests(of: "Storage", ["Experiments", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "Reports", ["Experiments"]),
    tests(
      of: "Models", ["Experiments", "Tensors", "Graphs", "Tokenizers"],
      resources: [.copy("Fixtures")]),
    tests(of: "Schemes", ["Experiments", "Tensors", "Graphs", "Models"]),
    tests(of: "Optimizers", ["Experiments", "Tensors"]),
    tests(
      of: "Training",
      [
        "Experiments", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes", "Optimizers",
        "Tasks",
      ]),
    .testTarget(name: "ArchitectureTests", swiftSettings: dialect),
    .testTarget(
      name: "CommandTests", dependencies: ["zobench"], exclude: ["Fixtures"],
      swiftSettings: dialect),
  ]
)
