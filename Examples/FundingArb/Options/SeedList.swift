import ArgumentParser

/// Seeds with commas between them, or ranges: `1-5,8`.
struct SeedList: ExpressibleByArgument {
  /// More would be a slip of the pen.
  private static let most = 1000

  let seeds: [UInt64]

  init?(argument: String) {
    var seeds: [UInt64] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
        last - first < Self.most
      else { return nil }
      seeds += Array(first...last)
    }
    guard seeds.count <= Self.most else { return nil }
    self.seeds = seeds
  }
}
