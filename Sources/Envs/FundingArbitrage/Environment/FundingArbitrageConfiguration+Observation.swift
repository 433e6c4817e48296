import MarketData
import RLCore
import Trading

extension FundingArbitrageConfiguration {
  /// Values that describe the settings in the modular layout.
  static let settingsWidth = 5
  /// Values that describe the account in the modular layout.
  static let portfolioWidth = 10
  /// Values for each position slot in the modular layout.
  static let executionWidth = 12
  /// Values that describe the account in the linked layout.
  static let linkedPortfolioWidth = portfolioWidth + 1
  /// Values for each position slot in the linked layout.
  static let linkedExecutionWidth = executionWidth + 9
  /// Values for each opportunity slot in the linked layout beside its features.
  static let linkWidth = 2
  /// Values that describe account and positions in the compact layout.
  static let compactPortfolioWidth = 14

  /// Values for each opportunity slot.
  var opportunityWidth: Int {
    switch layout {
    case .compact: Feature.allCases.count
    case .modular: Feature.planCount
    case .linked: Feature.allCases.count + Self.linkWidth
    }
  }

  /// The groups of an observation.
  ///
  /// `compact`: `portfolio` (14), `opportunities` (slots × 22). `modular`: `config` (5), `portfolio` (10),
  /// `executions` (slots × 12), `opportunities` (slots × 20). `linked`: `config` (5), `portfolio` (11), `executions`
  /// (slots × 21), `opportunities` (slots × 24). Rows of executions and opportunities begin with 1 where they hold data.
  public var observationSpace: ObservationSpace {
    let opportunities = ObservationSpace.Group(
      "opportunities", rows: opportunitySlots, columns: opportunityWidth, isPadded: true)
    switch layout {
    case .compact:
      return ObservationSpace(groups: [
        ObservationSpace.Group("portfolio", columns: Self.compactPortfolioWidth), opportunities,
      ])
    case .modular:
      return ObservationSpace(groups: [
        ObservationSpace.Group("config", columns: Self.settingsWidth),
        ObservationSpace.Group("portfolio", columns: Self.portfolioWidth),
        ObservationSpace.Group("executions", rows: positionSlots, columns: Self.executionWidth, isPadded: true),
        opportunities,
      ])
    case .linked:
      return ObservationSpace(groups: [
        ObservationSpace.Group("config", columns: Self.settingsWidth),
        ObservationSpace.Group("portfolio", columns: Self.linkedPortfolioWidth),
        ObservationSpace.Group("executions", rows: positionSlots, columns: Self.linkedExecutionWidth, isPadded: true),
        opportunities,
      ])
    }
  }
}
