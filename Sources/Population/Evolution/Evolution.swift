import Randomness

/// What a member does next.
struct Assignment: Sendable, Equatable, Codable {
  var member: Int
  /// Whose last checkpoint it begins with; `nil` for fresh parameters.
  var parent: Int?
  var event: PopulationEvent
  var hyperparameters: HyperparameterValues
}

/// Exploit and explore: who copies whom after a generation, and what is tried next.
///
/// A pure function of the history. Fitness is never carried over: a copy trains and is judged on the same episodes as
/// all others before it is ranked again.
struct Evolution {
  let configuration: PopulationConfiguration
  let space: HyperparameterSpace

  /// The first generation.
  func begin() -> [Assignment] {
    (0..<configuration.members).map { member in
      var random = configuration.random.split("hyperparameters", member)
      let values =
        configuration.strategy == .seedSweep ? HyperparameterValues() : space.sample(using: &random)
      return Assignment(member: member, parent: nil, event: .start, hyperparameters: values)
    }
  }

  /// The generation after the last one of a history.
  func next(after history: PopulationHistory) -> [Assignment] {
    let last = history.generations - 1
    let random = configuration.random.split("evolution", last)
    let parents = configuration.strategy == .evolve ? parents(after: history, random: random) : [:]
    return history.generation(last).map { stretch in
      guard let parent = parents[stretch.member] else {
        return Assignment(
          member: stretch.member, parent: stretch.member, event: .continue, hyperparameters: stretch.hyperparameters)
      }
      var draws = random.split("explore", stretch.member)
      return Assignment(
        member: stretch.member, parent: parent.member, event: .copy,
        hyperparameters: space.perturb(
          parent.hyperparameters, resampleProbability: configuration.resampleProbability, using: &draws))
    }
  }

  /// The winner that each loser copies.
  ///
  /// A winner is strictly better and has a finite fitness, that is, a checkpoint that was judged.
  private func parents(
    after history: PopulationHistory, random: RandomStream
  ) -> [Int: PopulationHistory.Stretch] {
    let last = history.generations - 1
    guard configuration.endStep(of: last) >= configuration.warmUpSteps else { return [:] }
    let ranking = history.ranking(of: last)
    var parents: [Int: PopulationHistory.Stretch] = [:]
    for (loser, candidate) in pairs(ranking, random: random) where isReady(loser.member, after: history) {
      guard let fitness = candidate.fitness, fitness > loser.fitness ?? -.infinity else { continue }
      parents[loser.member] = candidate
    }
    return parents
  }

  private typealias Pair = (loser: PopulationHistory.Stretch, candidate: PopulationHistory.Stretch)

  private func pairs(_ ranking: [PopulationHistory.Stretch], random: RandomStream) -> [Pair] {
    let count = ranking.count
    switch configuration.selection {
    case .truncation(let fraction):
      let share = max(1, Int((fraction * Double(count)).rounded(.down)))
      return ranking.suffix(share).map { loser in
        var draws = random.split("exploit", loser.member)
        return (loser, ranking[draws.index(below: share)])
      }
    case .binaryTournament:
      return ranking.indices.map { place in
        var draws = random.split("exploit", ranking[place].member)
        let other = draws.index(below: count - 1)
        return (ranking[place], ranking[other < place ? other : other + 1])
      }
    }
  }

  /// Whether a member has trained long enough since it copied another one.
  private func isReady(_ member: Int, after history: PopulationHistory) -> Bool {
    let last = history.generations - 1
    for generation in (0...last).reversed() {
      let stretch = history.stretches[generation * history.members + member]
      guard stretch.event == .copy else { continue }
      let since = generation == 0 ? 0 : configuration.endStep(of: generation - 1)
      return configuration.endStep(of: last) - since >= configuration.readyInterval
    }
    return true
  }
}
