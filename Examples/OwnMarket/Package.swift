// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "OwnMarket",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "RLFramework", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnMarket", dependencies: [.product(name: "RLFramework", package: "RLFramework")],
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")])
  ]
)
