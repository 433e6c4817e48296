import Accounting
import RLCore
import Settings

/// Sharpe ratio, drawdown, win rate and profit factor of the episodes that ended lately.
///
/// The figures are those of `Accounting`, over the returns and the trades of these episodes together: what they call
/// undefined is `nil`. Environments that keep books serve it:
///
/// ```swift
/// environment.isRecording = true
/// let environments = try VectorEnvironment(Array(repeating: environment, count: 8), random: random)
/// let trading = TradingMetricsCallback(of: environments)
/// let log = CSVLogger(url, sources: [trading])
/// ```
public final class TradingMetricsCallback: ResumableCallback, FigureSource {
  /// One episode, as far as the figures need it.
  struct Episode: Codable, Sendable, Equatable {
    var returns: [Double]
    var periodsPerYear: Double
    /// Percent.
    var drawdown: Double
    /// USD.
    var netProfit: Double
    var trades: [ClosedTrade]

    init(_ books: EpisodeBooks) {
      let series = ReturnSeries(initialCash: books.initialCash, equity: books.equity)
      returns = series.values
      periodsPerYear = series.periodsPerYear
      drawdown = DrawdownCurve(initialCash: books.initialCash, equity: books.equity).maximum
      netProfit = books.netProfit
      trades = books.trades
    }
  }

  /// The episodes that ended lately.
  public struct Memory: Codable, Sendable, Equatable {
    var episodes: [Episode] = []
  }

  /// Episodes.
  public let events: TrainingEvents = .episodes
  /// Tells it from others of the run, and begins the names of its figures.
  public let name: String
  /// The episodes that ended lately.
  public var memory = Memory() {
    didSet { known = nil }
  }

  private let limit: Int
  private let books: (EpisodeSummary) throws -> EpisodeBooks
  /// Computed once for all that ask between two episodes.
  private var known: TradingMetrics?

  /// Metrics from books that a closure finds.
  ///
  /// - Parameters:
  ///   - episodes: How many of the latest episodes count.
  ///   - name: Tells it from others of the run.
  ///   - books: The books of the episode that just ended.
  public init(
    episodes: Int = 10, name: String = "trading", books: @escaping (EpisodeSummary) throws -> EpisodeBooks
  ) {
    enforce(episodes > 0, "at least one episode must count, was \(episodes)")
    limit = episodes
    self.name = name
    self.books = books
  }

  /// Metrics of environments that keep books.
  ///
  /// - Parameters:
  ///   - environments: Where the agent is trained; within a wrapper, what is wrapped.
  ///   - episodes: How many of the latest episodes count.
  ///   - name: Tells it from others of the run.
  public convenience init<E: Bookkeeping>(
    of environments: VectorEnvironment<E>, episodes: Int = 10, name: String = "trading"
  ) {
    self.init(episodes: episodes, name: name) { episode in
      guard let books = environments.environments[episode.environment].finishedBooks else {
        throw MissingBooks(environment: episode.environment)
      }
      return books
    }
  }

  /// The metrics of the latest episodes.
  public var metrics: TradingMetrics {
    if let known { return known }
    let metrics = TradingMetrics(of: memory.episodes)
    known = metrics
    return metrics
  }

  /// `NAME/sharpe`, `NAME/maximumDrawdown`, `NAME/winRate`, `NAME/profitFactor`, `NAME/trades` and
  /// `NAME/meanNetProfit`.
  public var figures: [Figure] {
    let metrics = metrics
    return [
      Figure("\(name)/sharpe", metrics.sharpe), Figure("\(name)/maximumDrawdown", metrics.maximumDrawdown),
      Figure("\(name)/winRate", metrics.winRate), Figure("\(name)/profitFactor", metrics.profitFactor),
      Figure("\(name)/trades", Double(metrics.trades)), Figure("\(name)/meanNetProfit", metrics.meanNetProfit),
    ]
  }

  /// Reads the books of the episode.
  ///
  /// - Throws: ``MissingBooks`` if none were kept.
  public func episodeDidEnd(_ episode: EpisodeSummary, in run: any TrainingRun) throws -> Verdict {
    let ended = Episode(try books(episode))
    if memory.episodes.count == limit { memory.episodes.removeFirst() }
    memory.episodes.append(ended)
    return .proceed
  }
}

/// An environment that was to keep books kept none.
public struct MissingBooks: Error, Sendable, Equatable, CustomStringConvertible {
  /// Its number.
  public let environment: Int

  /// The problem as a sentence.
  public var description: String {
    "environment \(environment) must keep books for trading metrics, kept none; have it record before training begins"
  }
}
