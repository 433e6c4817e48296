/// Watches a population.
///
/// Every hook has a default that does nothing. An observer that throws ends the run with its error; what is done stays
/// done, and the run can continue.
public protocol PopulationObserver: Sendable {
  /// The run begins or resumes.
  func populationDidStart(_ record: PopulationRecord) throws

  /// A generation begins; `generation` counts from 0.
  func generationWillStart(_ generation: Int, of generations: Int) throws

  /// A member was judged; called one at a time, from any thread, in any order.
  ///
  /// Members whose results were kept from an earlier start are not told of.
  func memberDidFinish(_ result: MemberResult) throws

  /// Every member was judged, and the files are written.
  func generationDidEnd(_ report: GenerationReport) throws

  /// The run ended or pauses.
  func populationDidEnd(_ record: PopulationRecord) throws
}

extension PopulationObserver {
  /// Does nothing.
  public func populationDidStart(_ record: PopulationRecord) throws {}
  /// Does nothing.
  public func generationWillStart(_ generation: Int, of generations: Int) throws {}
  /// Does nothing.
  public func memberDidFinish(_ result: MemberResult) throws {}
  /// Does nothing.
  public func generationDidEnd(_ report: GenerationReport) throws {}
  /// Does nothing.
  public func populationDidEnd(_ record: PopulationRecord) throws {}
}

/// What a generation came to.
public struct GenerationReport: Sendable, Equatable {
  /// The generation, from 0.
  public let generation: Int
  /// Generations of the whole run.
  public let generations: Int
  /// Environment steps of each member so far.
  public let steps: Int
  /// Fitness evaluations so far.
  public let trials: Int
  /// The members, best first.
  public let ranking: [PopulationHistory.Stretch]
  /// Those who copy others now.
  public let copies: [Copy]

  /// A member that goes on as another one.
  public struct Copy: Sendable, Equatable {
    /// Who copies.
    public let member: Int
    /// Who is copied.
    public let parent: Int
    /// The hyper-parameters that it goes on with: `learningRate 1.8e-05, discount 0.99`.
    public let hyperparameters: String
  }

  /// A report from its parts.
  init(
    generation: Int, generations: Int, steps: Int, trials: Int, ranking: [PopulationHistory.Stretch], copies: [Copy]
  ) {
    self.generation = generation
    self.generations = generations
    self.steps = steps
    self.trials = trials
    self.ranking = ranking
    self.copies = copies
  }

  /// The last generation of a record.
  ///
  /// - Precondition: There is one.
  init(of record: PopulationRecord) {
    generation = record.history.generations - 1
    generations = record.configuration.generations
    steps = record.configuration.endStep(of: generation)
    trials = record.trials
    ranking = record.history.ranking(of: generation)
    copies = record.copies.compactMap { copy in
      copy.parent.map {
        Copy(member: copy.member, parent: $0, hyperparameters: copy.hyperparameters.text(in: record.space))
      }
    }
  }
}

/// Gives the live table of a population to whoever shows it.
public struct GenerationPrinter: PopulationObserver {
  private let show: @Sendable (String) -> Void

  /// A printer: `GenerationPrinter { print($0) }`.
  public init(_ show: @escaping @Sendable (String) -> Void) { self.show = show }

  /// Shows the table of the generation.
  public func generationDidEnd(_ report: GenerationReport) { show(GenerationTable(report).text) }
}
