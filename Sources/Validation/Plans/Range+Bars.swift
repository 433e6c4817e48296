extension [Range<Int>] {
  /// Bars that the ranges hold together.
  var barCount: Int { reduce(0) { $0 + $1.count } }

  /// What is left of ascending, disjoint ranges without the bars of another range.
  func removing(_ hole: Range<Int>) -> [Range<Int>] {
    flatMap { range -> [Range<Int>] in
      guard range.overlaps(hole) else { return [range] }
      let before = range.lowerBound..<Swift.max(range.lowerBound, hole.lowerBound)
      let after = Swift.min(range.upperBound, hole.upperBound)..<range.upperBound
      return [before, after].filter { !$0.isEmpty }
    }
  }
}

extension Range<Int> {
  /// The bars before a final window that nothing may see.
  func beforeUntouched(_ untouchedFrom: Int?) -> Range<Int> {
    let end = Swift.min(upperBound, untouchedFrom ?? upperBound)
    return lowerBound..<Swift.max(lowerBound, end)
  }
}
