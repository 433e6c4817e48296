// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same language mode and the same rules on existentials and imports.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One row a library module: its name and what it stands on (see ARCHITECTURE.md for the graph).
func module(
  _ name: String, on dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(of name: String, on dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "RLFramework",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "RLFramework", targets: ["RLFramework"]),
    .library(name: "TensorBoardLogging", targets: ["TensorBoardLogging"]),
    .library(name: "RLTesting", targets: ["RLTesting"]),
    .library(name: "PopulationMPI", targets: ["PopulationMPI"]),
    .executable(name: "rl", targets: ["rl"]),
    .executable(name: "example-funding-arb", targets: ["example-funding-arb"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Populations on many machines; needs Open MPI (Debian: libopenmpi-dev).")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .target(name: "CKernels"),

    module("Settings"),
    module("Randomness"),
    module("Persistence"),
    module("TextFormats"),
    module("Statistics", on: ["Settings", "Randomness"]),
    module("Accounting", on: ["Settings", "Persistence", "TextFormats", "Statistics", "Randomness"]),
    module("MarketData", on: ["Settings", "Persistence", "TextFormats", "Statistics", "Randomness"]),
    module("Trading", on: ["Settings", "MarketData", "Accounting", "Randomness"]),
    module("Tensors", on: ["COpenBLAS", "CKernels", "Randomness"]),
    module("RLCore", on: ["Settings", "Persistence", "Tensors", "Randomness"]),
    module("Networks", on: ["Settings", "TextFormats", "RLCore", "Tensors", "Randomness"]),
    module("Envs", on: ["Settings", "RLCore", "MarketData", "Accounting", "Trading", "Randomness"]),
    module(
      "Gymnasium", on: ["Settings", "RLCore", "Randomness"], resources: [.embedInCode("Resources/server.py")]),
    module(
      "Agents", on: ["CKernels", "Settings", "Persistence", "Networks", "RLCore", "Tensors", "Randomness"],
      exclude: [
        "PPO/README.md", "A2C/README.md", "RecurrentPPO/README.md", "DQN/README.md", "QRDQN/README.md",
        "SAC/README.md", "TD3/README.md", "DDPG/README.md",
      ]),
    module("Training", on: ["Settings", "Persistence", "Accounting", "RLCore", "Randomness"]),
    module(
      "TensorBoardLogging", on: ["Persistence", "RLCore", "Training", protobuf],
      exclude: ["Protocol/event.proto", "Protocol/summary.proto"]),
    module(
      "Population", on: ["Settings", "Persistence", "TextFormats", "Statistics", "RLCore", "Training", "Randomness"]),
    module(
      "PopulationMPI",
      on: ["Persistence", "Population", .target(name: "CMPI", condition: .when(traits: ["MPI"]))]),
    module("Validation", on: ["Settings", "TextFormats", "Statistics", "Accounting", "Randomness"]),
    module("Reporting", on: ["TextFormats", "Statistics", "Accounting", "Persistence", "Randomness"]),
    module(
      "TradingExperiments",
      on: [
        "Settings", "Persistence", "Randomness", "TextFormats", "Statistics", "Accounting", "MarketData", "Trading",
        "Tensors",
        "RLCore", "Networks", "Envs", "Agents", "Training", "Population", "Validation", "Reporting", yams,
      ]),
    module(
      "RLFramework",
      on: [
        "Settings", "Persistence", "Randomness", "TextFormats", "Statistics", "Accounting", "MarketData", "Trading",
        "Tensors",
        "RLCore", "Networks", "Envs", "Gymnasium", "Agents", "Training", "Population", "Validation", "Reporting",
        "TradingExperiments",
      ]),

    module("RLTesting", on: ["Settings", "Persistence", "RLCore", "Tensors", "Randomness"]),

    module(
      "Benchmarking",
      on: [
        "Settings", "Persistence", "Randomness", "TextFormats", "Statistics", "Tensors", "RLCore", "Networks", "Envs",
        "Gymnasium", "Agents", "Training",
      ]),

    module(
      "Fuzzing",
      on: [
        "Settings", "Persistence", "Randomness", "Accounting", "MarketData", "RLCore", "Envs", "Agents", "Benchmarking",
      ]),

    .executableTarget(
      name: "fuzz", dependencies: ["Fuzzing", "Persistence", argumentParser], swiftSettings: strict),
    .executableTarget(
      name: "rl",
      dependencies: ["RLFramework", "PopulationMPI", "Benchmarking", "TensorBoardLogging", argumentParser],
      swiftSettings: strict),
    .executableTarget(
      name: "example-funding-arb",
      dependencies: ["RLFramework", "TradingExperiments", "PopulationMPI", "TensorBoardLogging", argumentParser],
      path: "Examples/FundingArb", swiftSettings: strict),

    tests(of: "Randomness"),
    tests(of: "Persistence"),
    tests(of: "TextFormats"),
    tests(of: "Statistics", on: ["Randomness"]),
    tests(of: "Accounting", on: ["Settings", "Persistence", "Statistics", "TextFormats", "Randomness"]),
    tests(of: "MarketData", on: ["Settings", "TextFormats", "Randomness"]),
    tests(of: "Trading", on: ["MarketData", "Accounting", "Settings", "Randomness"]),
    tests(of: "Settings"),
    tests(of: "Tensors", on: ["CKernels", "RLTesting", "Randomness"], resources: [.copy("Fixtures")]),
    tests(
      of: "RLCore", on: ["RLTesting", "Settings", "Persistence", "Tensors", "Randomness"],
      resources: [.copy("Fixtures")]),
    tests(
      of: "Networks", on: ["RLTesting", "Settings", "RLCore", "Tensors", "Randomness"],
      resources: [.copy("Fixtures")]),
    tests(
      of: "Envs",
      on: ["RLTesting", "Training", "RLCore", "MarketData", "Accounting", "Trading", "Persistence", "Randomness"],
      resources: [.copy("Fixtures")]),
    tests(of: "Gymnasium", on: ["Envs", "RLCore", "Settings", "Randomness"]),
    tests(
      of: "Agents",
      on: [
        "RLTesting", "Envs", "Training", "Networks", "RLCore", "Tensors", "Persistence", "Settings", "Randomness",
      ],
      resources: [.copy("Fixtures")]),
    tests(of: "RLTesting", on: ["RLCore", "Randomness"]),
    tests(of: "Training", on: ["Persistence", "RLCore", "Randomness"]),
    tests(of: "TensorBoardLogging", on: ["Training", "Persistence", "RLCore", "Randomness", protobuf]),
    tests(
      of: "Population",
      on: ["RLTesting", "Networks", "Agents", "Training", "Settings", "Persistence", "RLCore", "Randomness"]),
    tests(of: "PopulationMPI", on: ["Settings", "Persistence", "Population", "RLCore", "Randomness", "Training"]),
    tests(
      of: "Validation", on: ["Settings", "Statistics", "Accounting", "Randomness"], resources: [.copy("Fixtures")]),
    tests(
      of: "Benchmarking",
      on: ["Envs", "Gymnasium", "Networks", "Agents", "Training", "Settings", "Persistence", "RLCore", "Randomness"],
      resources: [.copy("Fixtures")]),
    tests(of: "Fuzzing", on: ["Persistence"]),
    tests(of: "Reporting", on: ["Statistics", "Accounting", "Persistence", "Randomness"]),
    tests(of: "TradingExperiments", on: ["RLFramework"]),
    .testTarget(
      name: "FundingArbTests",
      dependencies: ["example-funding-arb", "RLFramework", "TradingExperiments", "TensorBoardLogging", "Fuzzing"],
      swiftSettings: strict),
  ]
)
