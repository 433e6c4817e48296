/// The best pairs of one hour, kept sorted while pairs are offered in ascending order of index.
struct SlotRanking {
  /// Pairs, best first.
  private(set) var pairs: [Int] = []
  private var scores: [Double] = []
  private let slots: Int

  init(slots: Int) {
    self.slots = slots
    pairs.reserveCapacity(slots + 1)
    scores.reserveCapacity(slots + 1)
  }

  mutating func removeAll() {
    pairs.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
  }

  /// Takes a pair in behind every pair of at least its score, so that equal scores keep the order of indices.
  mutating func insert(_ pair: Int, score: Double) {
    if pairs.count == slots {
      guard let worst = scores.last, score > worst else { return }
      pairs.removeLast()
      scores.removeLast()
    }
    var position = scores.count
    while position > 0, scores[position - 1] < score { position -= 1 }
    pairs.insert(pair, at: position)
    scores.insert(score, at: position)
  }
}
