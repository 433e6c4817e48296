import Persistence

/// The rows of an archived replay buffer while they are checked: learning looks up places by what stands in them.
struct ReplayContent {
  let rows: [Float]
  let environments: Int
  /// Transitions of each environment; one more row behind them is acted on next.
  let filled: Int
  /// Values of a row.
  let width: Int

  /// Every episode that ended must have a final observation of its own, and each of those an episode.
  func requireFinals(in finals: FinalObservations, as name: String) throws(ArchiveError) {
    var places = Set<Int>()
    try forEachTransition { (row) throws(ArchiveError) in
      let code = EndCode(value: rows[row + width - 1])
      guard code.end != nil else { return }
      guard code.isSound, finals.contains(code), places.insert(code.ticket).inserted else {
        throw ArchiveError("\(name).finals must hold the end of every episode, lacks one of \(finals.count)")
      }
    }
    guard places.count == finals.count else {
      throw ArchiveError("\(name).finals must be the ends of \(places.count) episodes, was \(finals.count)")
    }
  }

  /// Actions that are indices must be those of the space.
  func requireActions(from column: Int, choices: [Int], as name: String) throws(ArchiveError) {
    guard !choices.isEmpty else { return }
    try forEachTransition { (row) throws(ArchiveError) in
      for (place, count) in choices.enumerated() {
        let action = rows[row + column + place]
        guard (0..<Float(count)).contains(action), action == action.rounded() else {
          throw ArchiveError("\(name).rows must hold actions in 0..<\(count), was \(action)")
        }
      }
    }
  }

  /// Priorities, where there are some, must be shares of a sum, the greatest so far behind them.
  ///
  /// The row that is acted on next is no transition yet and must not be drawn.
  func requirePriorities(_ priorities: [Float], as name: String) throws(ArchiveError) {
    guard let largest = priorities.last else { return }
    for (index, priority) in priorities.dropLast().enumerated() {
      let isTransition = index % (filled + 1) < filled
      guard isTransition ? priority > 0 && priority < 1e30 : priority == 0 else {
        throw ArchiveError(
          "\(name).priorities must be \(isTransition ? "above 0" : "0 for the row acted on next"), was \(priority)")
      }
    }
    guard largest > 0, largest < 1e30 else {
      throw ArchiveError("\(name).priorities must end with the greatest so far, was \(largest)")
    }
  }

  private func forEachTransition(_ body: (_ row: Int) throws(ArchiveError) -> Void) throws(ArchiveError) {
    for environment in 0..<environments {
      for age in 0..<filled { try body((environment * (filled + 1) + age) * width) }
    }
  }
}
