import Training

/// Everything that was judged in a run, in order: what lineage, learning curves and hyper-parameter paths are drawn from.
public struct PopulationHistory: Sendable, Equatable, Codable {
  /// How many members there are.
  public let members: Int
  /// One entry for each member of each generation: the first generation's members in order, then the next one's.
  public private(set) var stretches: [Stretch] = []

  /// One member's training over one generation, and what it came to.
  public struct Stretch: Sendable, Equatable, Codable {
    /// The generation, from 0.
    public var generation: Int
    /// The member, from 0.
    public var member: Int
    /// Environment steps of the member when it was judged, from the beginning of its training.
    public var steps: Int
    /// Whose parameters, as they were after the generation before, it began with; `nil` for fresh ones.
    public var parent: Int?
    /// How it began.
    public var event: PopulationEvent
    /// The hyper-parameters that it was trained with.
    public var hyperparameters: HyperparameterValues
    /// What it is ranked by; `nil` if training failed or the judgement is not finite, which ranks last.
    public var fitness: Double?
    /// Further figures of the judgement.
    public var figures: [Figure]
    /// Returns of the judgement, period by period; none if there are none or not all of them are finite.
    public var returns: [Double]

    /// A stretch from its parts.
    public init(
      generation: Int, member: Int, steps: Int, parent: Int?, event: PopulationEvent,
      hyperparameters: HyperparameterValues, fitness: Double?, figures: [Figure] = [], returns: [Double] = []
    ) {
      self.generation = generation
      self.member = member
      self.steps = steps
      self.parent = parent
      self.event = event
      self.hyperparameters = hyperparameters
      self.fitness = fitness
      self.figures = figures
      self.returns = returns
    }
  }

  /// A history in which nothing has been judged.
  public init(members: Int) { self.members = members }

  /// Generations that were judged.
  public var generations: Int { members == 0 ? 0 : stretches.count / members }

  /// Fitness evaluations: the number of trials that a deflated Sharpe ratio must be given.
  ///
  /// Every judgement of every member counts, copies and failures included.
  public var trials: Int { stretches.count }

  /// The members of a generation, in order.
  public func generation(_ index: Int) -> ArraySlice<Stretch> {
    stretches[index * members..<(index + 1) * members]
  }

  /// The members of a generation, best first; equals in the order of members, failures last.
  public func ranking(of index: Int) -> [Stretch] {
    generation(index).sorted { one, other in
      switch (one.fitness, other.fitness) {
      case (let mine?, let theirs?): (theirs, one.member) < (mine, other.member)
      case (nil, nil): one.member < other.member
      case (let mine, _): mine != nil
      }
    }
  }

  /// The best judgement of all; the earliest of equals, `nil` where every one failed.
  public var best: Stretch? {
    stretches.reduce(nil) { best, next in
      guard let fitness = next.fitness else { return best }
      return fitness > best?.fitness ?? -.infinity ? next : best
    }
  }

  /// A stretch and what it descends from, oldest first.
  public func ancestry(generation: Int, member: Int) -> [Stretch] {
    var line: [Stretch] = []
    var member: Int? = member
    for generation in (0...generation).reversed() {
      guard let current = member else { break }
      let stretch = stretches[generation * members + current]
      line.append(stretch)
      member = stretch.parent
    }
    return line.reversed()
  }

  /// Adds a generation.
  ///
  /// - Precondition: One stretch for each member, in order.
  mutating func append(_ generation: [Stretch]) {
    precondition(generation.map(\.member) == Array(0..<members), "a generation must have every member in order")
    stretches += generation
  }
}

/// How a member begins a stretch of training.
public enum PopulationEvent: String, Sendable, Codable {
  /// With fresh parameters.
  case start
  /// Where it stood.
  case `continue`
  /// With the parameters of another member and hyper-parameters near that one's.
  case copy
}
