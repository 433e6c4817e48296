import RLFramework

/// What an agent saw and did in one episode.
struct Episode: Codable, Equatable {
  var observations: [Float] = []
  var masks: [Bool] = []
  var actions: [Int32] = []
  var rewards: [Float] = []

  /// What was still to come at each step, r + γ·r′ + γ²·r″ and so on.
  func returns(discount: Float) -> [Float] {
    var sum: Float = 0
    return Array(
      rewards.reversed().map { reward in
        sum = reward + discount * sum
        return sum
      }.reversed())
  }
}
