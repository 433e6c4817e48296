extension ReportInput {
  /// Whether the result can be told from luck, in plain words.
  ///
  /// The page shows it above everything else that judges the run. Whoever measured the luck writes it; the page only
  /// shows it.
  public struct LuckVerdict: Sendable, Equatable {
    /// What the evidence says; decides the colour of the verdict.
    public enum Mood: String, Sendable, CaseIterable {
      /// Luck is an unlikely explanation.
      case skill
      /// Luck explains the result as well as skill does.
      case undecided
      /// There is nothing to explain: money was lost, or a baseline was better.
      case lost
    }

    /// The verdict in one sentence.
    ///
    /// For example `Not distinguishable from luck: DSR 0.41 with 200 trials.`
    public var headline: String
    /// Why, one sentence each, the strongest reason first; may be empty.
    public var reasons: [String]
    /// What the evidence says.
    public var mood: Mood

    /// A verdict from its sentences.
    public init(headline: String, reasons: [String], mood: Mood) {
      self.headline = headline
      self.reasons = reasons
      self.mood = mood
    }
  }
}
