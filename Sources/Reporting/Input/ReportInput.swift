import Accounting

/// Everything that a report shows; ``HTMLReport/render(_:)`` turns it into a page.
public struct ReportInput: Sendable {
  /// The equity curve of one policy.
  public struct Curve: Sendable, Equatable {
    /// Name of the policy, as in its scorecard.
    public var name: String
    /// What the policy is compared as; the agent's curve is drawn in front.
    public var role: NamedScorecard.Role
    /// The curve in time order.
    public var points: [EquityPoint]

    /// A named curve.
    public init(name: String, role: NamedScorecard.Role, points: [EquityPoint]) {
      self.name = name
      self.role = role
      self.points = points
    }
  }

  /// One resolved setting.
  public struct Setting: Sendable, Equatable {
    /// The name of the setting: `ppo.learningRate`.
    public var key: String
    /// The value as text.
    public var value: String

    /// A setting.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Heading of the page: `Funding arbitrage, full preset`.
  public var title: String
  /// Where the data comes from; the page says so above everything else.
  public var origin: DataOrigin
  /// Cash at the start of every curve, USD; positive.
  public var initialCash: Double
  /// The agent, the baselines and the ceiling, in the order of the columns.
  public var scorecards: [NamedScorecard]
  /// The equity curves, the agent's among them.
  public var curves: [Curve]
  /// The agent's closed positions.
  public var trades: [ClosedTrade]
  /// The agent's ledger in time order.
  public var ledger: [LedgerEntry]
  /// Figures of the training, one chart each.
  public var learningCurves: [LearningCurve]
  /// The resolved configuration.
  public var settings: [Setting]
  /// Sentences that a reader must know: how the window was chosen, what is modelled.
  public var notes: [String]
  /// Whether the result can be told from luck; `nil` if nobody measured it.
  public var luckVerdict: LuckVerdict?
  /// What became of the population; `nil` where none was trained.
  public var population: ReportedPopulation?
  /// The walk-forward validation; `nil` if there was none.
  public var walkForward: WalkForwardResult?

  /// A report from its parts.
  public init(
    title: String, origin: DataOrigin, initialCash: Double, scorecards: [NamedScorecard], curves: [Curve] = [],
    trades: [ClosedTrade] = [], ledger: [LedgerEntry] = [], learningCurves: [LearningCurve] = [],
    settings: [Setting] = [], notes: [String] = [], luckVerdict: LuckVerdict? = nil,
    population: ReportedPopulation? = nil, walkForward: WalkForwardResult? = nil
  ) {
    self.title = title
    self.origin = origin
    self.initialCash = initialCash
    self.scorecards = scorecards
    self.curves = curves
    self.trades = trades
    self.ledger = ledger
    self.learningCurves = learningCurves
    self.settings = settings
    self.notes = notes
    self.luckVerdict = luckVerdict
    self.population = population
    self.walkForward = walkForward
  }
}
