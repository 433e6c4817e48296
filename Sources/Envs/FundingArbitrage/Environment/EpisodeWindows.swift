import Randomness
import Settings

/// Which hours of a market an episode may cover, and the draw of one.
struct EpisodeWindows: Sendable {
  private let ranges: [Range<Int>]
  /// Steps of an episode, `nil` for the whole of the one range.
  private let steps: Int?
  /// Hours at which an episode may begin, over all ranges.
  private let startCount: Int

  /// The windows of a configuration on a market of so many hours.
  ///
  /// - Throws: `ConfigurationError` for ranges that leave the market, overlap or are too short for the window.
  init(_ configuration: FundingArbitrageConfiguration, hourCount: Int) throws(ConfigurationError) {
    ranges = configuration.dataRanges.isEmpty ? [0..<hourCount] : configuration.dataRanges
    for range in ranges {
      try require(
        range.lowerBound >= 0 && range.upperBound <= hourCount && range.count >= 2, "dataRanges",
        must: "each hold at least 2 of the market's hours 0..<\(hourCount)", found: range)
    }
    try require(
      zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "dataRanges",
      must: "be ascending without overlap", found: ranges)
    switch configuration.window {
    case .fullRange:
      try require(
        ranges.count == 1, "dataRanges", must: "be one range where an episode covers all of it", found: ranges.count)
      steps = nil
      startCount = 1
    case .randomWindow(let hours):
      let longest = ranges.reduce(0) { max($0, $1.count) }
      try require(
        hours < longest, "window.hours",
        must: "be below the \(longest) hours of \(ranges.count == 1 ? "data" : "the longest data range")", found: hours)
      steps = hours
      startCount = ranges.reduce(0) { $0 + max($1.count - hours, 0) }
    }
  }

  /// First and last hour of an episode: uniform over every start that leaves the window within its range.
  ///
  /// The whole range takes nothing from the stream.
  func draw(using random: inout RandomStream) -> ClosedRange<Int> {
    guard let steps else { return ranges[0].lowerBound...ranges[0].upperBound - 1 }
    var start = random.index(below: startCount)
    for range in ranges {
      let starts = max(range.count - steps, 0)
      if start < starts { return range.lowerBound + start...range.lowerBound + start + steps }
      start -= starts
    }
    preconditionFailure("Invariant: a start must be one of \(startCount)")
  }
}
