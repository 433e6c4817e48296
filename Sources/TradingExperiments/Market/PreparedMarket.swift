import Accounting
import Envs
import MarketData
import Training

/// A market cut into windows, with features scaled by what the training hours alone show.
public struct PreparedMarket: Sendable {
  /// What all cuts share.
  public let source: MarketSource
  /// Train, validation and final hours.
  public let windows: Windows
  /// Fitted on the training hours only.
  public let scaler: StandardScaler
  /// What environments step through.
  public let market: FundingArbitrageMarket

  /// Cuts a market.
  ///
  /// - Parameters:
  ///   - source: Rows and opportunities.
  ///   - windows: How it is cut.
  ///   - fitted: The scaler of an earlier run; `nil` fits one on the training hours.
  public init(_ source: MarketSource, windows: Windows, scaler fitted: StandardScaler? = nil) {
    self.source = source
    self.windows = windows
    scaler = fitted ?? StandardScaler.fit(on: source.opportunities, hours: windows.train)
    market = source.market.showing(source.opportunities.scaled(by: scaler))
  }

  /// Loads or generates the market of a run and cuts it as the settings say.
  ///
  /// - Throws: `MarketDataError`, which names file and line.
  public init(_ settings: RunConfiguration, scaler fitted: StandardScaler? = nil) throws {
    let source = try MarketSource(settings)
    self.init(source, windows: Windows(try source.split(settings)), scaler: fitted)
  }

  /// The same market in which policies see something else.
  ///
  /// - Parameter opportunities: In the units of the market; scaled here as the policies know it.
  /// - Returns: The market with everything else as it is.
  package func showing(_ opportunities: OpportunityTable) -> PreparedMarket {
    PreparedMarket(
      source: source, windows: windows, scaler: scaler, market: market.showing(opportunities.scaled(by: scaler)))
  }

  /// The same market in which policies see opportunities in its units, to scale them by themselves.
  package var unscaled: PreparedMarket {
    PreparedMarket(source: source, windows: windows, scaler: scaler, market: source.market)
  }

  private init(source: MarketSource, windows: Windows, scaler: StandardScaler, market: FundingArbitrageMarket) {
    self.source = source
    self.windows = windows
    self.scaler = scaler
    self.market = market
  }

  /// The rows.
  public var dataset: MarketDataset { source.dataset }

  /// Where the numbers come from, for every output.
  public var origin: DataOrigin { source.origin }

  /// First and last day of a window.
  public func days(of hours: Range<Int>) -> String { source.days(of: hours) }

  /// First and last day of each training range.
  public var trainingDays: String { source.days(of: windows.train) }
}
