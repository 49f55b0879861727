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
  products: [
    .executable(name: "zobench", targets: ["zobench"]),
    .library(name: "Tokenizers", targets: ["Tokenizers"]),
    // Optimizers that see a loss and nothing else, on tensors that account for their bytes.
    .library(name: "ZerothOrder", targets: ["Vocabulary", "Tensors", "Optimizers"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .target(name: "CKernels"),
    module("Vocabulary", [.product(name: "Crypto", package: "swift-crypto")]),
    module("Statistics"),
    module("Notation"),
    module("Tensors", ["CKernels", "Vocabulary", "Notation"], [.strictMemorySafety()]),
    module("Graphs", ["Vocabulary", "Tensors"]),
    module("Tokenizers", ["Notation"]),
    module(
      "Models", ["Vocabulary", "Notation", "Tensors", "Graphs", "Tokenizers"],
      resources: [.copy("Resources")]),
    module("Schemes", ["Vocabulary", "Tensors", "Graphs", "Models"]),
    module("Optimizers", ["Vocabulary", "Tensors"]),
    module("Tasks", ["Vocabulary", "Statistics", "Notation", "Tokenizers"]),
    module("Grids", ["Vocabulary", "Notation", "Yams"]),
    module(
      "Training",
      [
        "Vocabulary", "Notation", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes",
        "Optimizers",
        "Tasks",
      ]
    ),
    module(
      "Laboratory",
      [
        "Vocabulary", "Statistics", "Notation", "Tensors", "Graphs", "Tokenizers", "Models",
        "Schemes",
        "Optimizers", "Tasks", "Training",
      ]
    ),
    module("Clusters", ["Vocabulary", "Statistics", "Notation"]),
    module("Storage", ["Vocabulary", .product(name: "GRDB", package: "GRDB.swift")]),
    module("Reports", ["Vocabulary", "Statistics", "Notation"], resources: [.copy("Resources")]),
    module(
      "Serving",
      [
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    .executableTarget(
      name: "zobench",
      dependencies: [
        "Vocabulary", "Notation", "Tasks", "Grids", "Training", "Laboratory", "Clusters",
        "Storage", "Reports", "Serving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: dialect),
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "Vocabulary", "Statistics", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes",
        "Optimizers", "Tasks", "Grids", "Training", "Laboratory", "Clusters", "Storage",
      ],
      swiftSettings: dialect),
    tests(of: "Tensors", ["Vocabulary", "Notation", "CKernels"]),
    tests(of: "Graphs", ["Vocabulary", "Tensors"]),
    tests(of: "Tokenizers", resources: [.copy("Fixtures")]),
    tests(of: "Tasks", ["Vocabulary"]),
    tests(of: "Grids", ["Vocabulary"]),
    tests(of: "Clusters", ["Vocabulary"]),
    tests(of: "Storage", ["Vocabulary", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "Statistics"),
    tests(of: "Notation", resources: [.copy("Fixtures")]),
    tests(of: "Serving"),
    tests(of: "Reports", ["Vocabulary", "Statistics", "Notation"]),
    tests(
      of: "Models", ["Vocabulary", "Tensors", "Graphs", "Tokenizers"],
      resources: [.copy("Fixtures")]),
    tests(of: "Schemes", ["Vocabulary", "Tensors", "Graphs", "Models"]),
    tests(of: "Optimizers", ["Vocabulary", "Tensors"], resources: [.copy("Fixtures")]),
    tests(
      of: "Training",
      [
        "Vocabulary", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes", "Optimizers",
        "Tasks", "Laboratory",
      ]),
    tests(
      of: "Laboratory",
      [
        "Vocabulary", "Tensors", "Graphs", "Tokenizers", "Models", "Schemes", "Optimizers",
        "Tasks", "Training",
      ]),
    .testTarget(
      name: "FuzzingTests", dependencies: ["Fuzzing"], exclude: ["Corpus"],
      swiftSettings: dialect),
    .testTarget(name: "ArchitectureTests", swiftSettings: dialect),
    .testTarget(
      name: "CommandTests", dependencies: ["zobench"], exclude: ["Fixtures"],
      swiftSettings: dialect),
  ]
)
