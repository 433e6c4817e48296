/// What became of a population in training: who copied whom, with which hyper-parameters and what fitness.
public struct ReportedPopulation: Sendable, Equatable {
  /// The hyper-parameters that were changed during the training, in the order of ``Record/values``.
  public var hyperParameters: [HyperParameter]
  /// One record for each member and generation, in any order.
  public var records: [Record]
  /// The member that was chosen in the end; `nil` for the one with the highest fitness in its last record, of equal
  /// ones the lowest number.
  public var best: Int?
  /// What the fitness is measured in: `% net return on the validation window`; empty for none.
  public var fitnessUnit: String
  /// Decimals with which a fitness is written.
  public var fitnessDecimals: Int
  /// Other ways to spend the same budget, this one among them; may be empty.
  public var strategies: [ReportedStrategy]

  /// A history from its parts.
  public init(
    hyperParameters: [HyperParameter], records: [Record], best: Int? = nil, fitnessUnit: String = "",
    fitnessDecimals: Int = 2, strategies: [ReportedStrategy] = []
  ) {
    self.hyperParameters = hyperParameters
    self.records = records
    self.best = best
    self.fitnessUnit = fitnessUnit
    self.fitnessDecimals = fitnessDecimals
    self.strategies = strategies
  }
}

extension ReportedPopulation {
  /// A setting that differs between members.
  public struct HyperParameter: Sendable, Equatable {
    /// The name of the setting: `ppo.learningRate`.
    public var name: String
    /// Whether its chart has a logarithmic axis; values that are not positive are then left out.
    public var isLogarithmic: Bool

    /// A setting that differs between members.
    public init(name: String, isLogarithmic: Bool = false) {
      self.name = name
      self.isLogarithmic = isLogarithmic
    }
  }

  /// One member in one generation.
  public struct Record: Sendable, Equatable {
    /// Number of the member, its slot in the population.
    public var member: Int
    /// Number of the generation, 1 for the first.
    public var generation: Int
    /// Environment steps that the member's weights have been trained for at the end of the generation.
    public var steps: Int
    /// Fitness at the end of the generation; not finite where it could not be measured.
    public var fitness: Double
    /// The member whose state this one took over before the generation began; `nil` if it went on with its own.
    public var source: Int?
    /// The hyper-parameters during the generation, in the order of ``ReportedPopulation/hyperParameters``.
    public var values: [Double]

    /// A member in a generation.
    public init(member: Int, generation: Int, steps: Int, fitness: Double, source: Int? = nil, values: [Double]) {
      self.member = member
      self.generation = generation
      self.steps = steps
      self.fitness = fitness
      self.source = source
      self.values = values
    }
  }
}
