import Foundation

/// The folder of real data, where there is one; never part of the repository.
enum RealMarket {
  /// `RLFRAMEWORK_MARKET`, or `../shared/market` beside the package.
  static let folder: URL? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let candidates = [
      ProcessInfo.processInfo.environment["RLFRAMEWORK_MARKET"].map { URL(fileURLWithPath: $0) },
      root.deletingLastPathComponent().appendingPathComponent("shared/market"),
    ]
    return candidates.compactMap(\.self).first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("candles-1h").path)
    }
  }()
}
