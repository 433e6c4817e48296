// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "OwnTask",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "RLFramework", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnTask", dependencies: [.product(name: "RLFramework", package: "RLFramework")],
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]),
    .testTarget(
      name: "OwnTaskTests",
      dependencies: [
        "OwnTask", .product(name: "RLFramework", package: "RLFramework"),
        .product(name: "RLTesting", package: "RLFramework"),
      ]),
  ]
)
