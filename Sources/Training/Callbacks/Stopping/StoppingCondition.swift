/// When training is to end early.
public enum StoppingCondition: Sendable, Equatable, Codable {
  /// So many measurements in a row were not better than the best by more than a minimum change.
  case noImprovement(patience: Int, minimumChange: Double = 0)
  /// A measurement is as good as a goal, or better.
  case reached(Double)
  /// So many seconds have passed since training began, or went on: what counts is the time of this process, so that
  /// no clock gets into a checkpoint.
  case wallTime(seconds: Double)
}

/// Which measurements are the better ones.
public enum StoppingDirection: String, Sendable, Codable {
  /// The higher ones: scores, returns.
  case maximize
  /// The lower ones: losses.
  case minimize

  /// By how much one value is better than another.
  func gain(of value: Double, over other: Double) -> Double { self == .maximize ? value - other : other - value }
}

/// What early stopping measures.
public struct StoppingMetric {
  enum Source {
    case scores(any ScoreSource)
    case figure(String)
    case meanReturn(episodes: Int)
    case closure(StepInterval, (any TrainingRun) throws -> Double?)
  }

  /// Its name in the reason for stopping.
  public let name: String
  let source: Source

  /// The scores of an evaluation, each a measurement.
  public static func scores(of source: any ScoreSource, named name: String = "evaluation score") -> StoppingMetric {
    StoppingMetric(name: name, source: .scores(source))
  }

  /// A figure of updates; each update that reports it is a measurement.
  public static func figure(_ name: String) -> StoppingMetric {
    StoppingMetric(name: name, source: .figure(name))
  }

  /// The mean return of the latest episodes; each episode is a measurement once there are so many.
  public static func meanReturn(episodes: Int = 100) -> StoppingMetric {
    StoppingMetric(name: "mean return of \(episodes) episodes", source: .meanReturn(episodes: episodes))
  }

  /// What a closure gives every so many steps; `nil` is no measurement.
  public static func custom(
    _ name: String, every steps: Int, _ measure: @escaping (any TrainingRun) throws -> Double?
  ) -> StoppingMetric {
    StoppingMetric(name: name, source: .closure(StepInterval(steps), measure))
  }
}
