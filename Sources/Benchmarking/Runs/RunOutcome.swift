/// What became of one preset and seed.
public enum RunOutcome: Sendable, Equatable {
  /// It was trained, evaluated and written.
  case trained
  /// A result of the same settings was there already.
  case kept
  /// The agent or its environments cannot be had here.
  case unavailable(String)
  /// It went wrong.
  case failed(String)
}
