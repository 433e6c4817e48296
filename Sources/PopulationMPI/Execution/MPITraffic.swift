/// What coordinating cost rank 0: all that ranks do not spend on jobs.
public struct MPITraffic: Sendable, Equatable {
  /// Jobs that went to other ranks.
  public internal(set) var jobs = 0
  /// Bytes of jobs and results that travelled.
  public internal(set) var bytes = 0
  /// Seconds of turning jobs into bytes.
  public internal(set) var encodingSeconds = 0.0
  /// Seconds of sending them.
  public internal(set) var sendingSeconds = 0.0
  /// Seconds of receiving results, from the moment their first bytes are there.
  public internal(set) var receivingSeconds = 0.0
  /// Seconds of turning bytes into results.
  public internal(set) var decodingSeconds = 0.0

  /// Seconds in all.
  public var seconds: Double { encodingSeconds + sendingSeconds + receivingSeconds + decodingSeconds }

  /// Times a piece of work.
  mutating func measure<Value, Failure: Error>(
    _ figure: WritableKeyPath<Self, Double>, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = ContinuousClock.now
    defer { self[keyPath: figure] += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
  }
}
